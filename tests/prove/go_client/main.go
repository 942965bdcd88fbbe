// SPDX-License-Identifier: EUPL-1.2

// An independent client of a log: it checks a folder that Leitstand wrote with Go's own packages
// for transparency logs (golang.org/x/mod/sumdb), of which Leitstand uses nothing. What it agrees
// to was therefore not only read back by the code that wrote it. Formats: docs/formats/log.md.
//
//	go_client FOLDER VKEY [CHECKPOINT]
//
// CHECKPOINT is an earlier signed head of the same log that the folder has to continue. Exit code
// 0: everything holds; 1: not, and the first fault stands on standard error; 2: wrong use.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8  // 256 hashes
	proofStep  = 97 // inclusion is proven for every so-many-th record, and for the last
)

// The public format leaves out the height, and calls bundles of entries what sumdb calls data.
func path(folder string, tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	name = strings.Replace(name, "data/", "entries/", 1)
	return filepath.Join(folder, "tile", filepath.FromSlash(name))
}

// tilesOf returns the tiles that make up a tree: of the partial ones, which NewTiles lists at each
// width that they ever had, the widest.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for _, tile := range tlog.NewTiles(tileHeight, 0, size) {
		last := len(tiles) - 1
		if last >= 0 && tiles[last].L == tile.L && tiles[last].N == tile.N {
			tiles[last] = tile
		} else {
			tiles = append(tiles, tile)
		}
	}
	return tiles
}

// folderTiles hands out tiles of the folder; tlog holds each against the signed root before it
// uses it.
type folderTiles struct{ folder string }

func (tiles folderTiles) Height() int { return tileHeight }

func (tiles folderTiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(path(tiles.folder, tile))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (tiles folderTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// openCheckpoint returns the tree that the key signed: lines of origin, size and root.
func openCheckpoint(file, key string) (tlog.Tree, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	signed, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %v", file, err)
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("%s: not a checkpoint of %s", file, verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, fmt.Errorf("%s: no size: %q", file, lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %v", file, err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// splitBundle returns the records of a bundle: each behind its length in two bytes.
func splitBundle(data []byte, count int) ([][]byte, error) {
	var records [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("it ends within a record")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		records = append(records, data[2:end])
		data = data[end:]
	}
	if len(records) != count {
		return nil, fmt.Errorf("%d records instead of %d", len(records), count)
	}
	return records, nil
}

// readRecords returns the records of all bundles of a tree, in their order.
func readRecords(folder string, size int64) ([][]byte, error) {
	var records [][]byte
	for _, tile := range tilesOf(size) {
		if tile.L != 0 {
			continue
		}
		tile.L = -1
		data, err := os.ReadFile(path(folder, tile))
		if err != nil {
			return nil, err
		}
		some, err := splitBundle(data, tile.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", path(folder, tile), err)
		}
		records = append(records, some...)
	}
	return records, nil
}

// memory is a tree built anew from the records alone.
type memory []tlog.Hash

func (hashes memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		if index >= int64(len(hashes)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found = append(found, hashes[index])
	}
	return found, nil
}

func build(records [][]byte) (memory, error) {
	var hashes memory
	for number, record := range records {
		more, err := tlog.StoredHashes(int64(number), record, hashes)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, more...)
	}
	return hashes, nil
}

// checkTiles holds each byte of each tile against the tree that the records make.
func checkTiles(folder string, size int64, built memory) error {
	for _, tile := range tilesOf(size) {
		expected, err := tlog.ReadTileData(tile, built)
		if err != nil {
			return err
		}
		found, err := os.ReadFile(path(folder, tile))
		if err != nil {
			return err
		}
		if !bytes.Equal(expected, found) {
			return fmt.Errorf("%s: not the tile of these records", path(folder, tile))
		}
	}
	return nil
}

// checkInclusion proves records as somebody does who fetches the few tiles that a proof needs.
func checkInclusion(folder string, tree tlog.Tree, records [][]byte) error {
	reader := tlog.TileHashReader(tree, folderTiles{folder})
	prove := func(number int64) error {
		proof, err := tlog.ProveRecord(tree.N, number, reader)
		if err != nil {
			return fmt.Errorf("record %d: %v", number, err)
		}
		return tlog.CheckRecord(proof, tree.N, tree.Hash, number, tlog.RecordHash(records[number]))
	}
	for number := int64(0); number < tree.N; number += proofStep {
		if err := prove(number); err != nil {
			return err
		}
	}
	if tree.N == 0 {
		return nil
	}
	return prove(tree.N - 1)
}

func checkConsistency(folder string, tree, older tlog.Tree) error {
	proof, err := tlog.ProveTree(tree.N, older.N, tlog.TileHashReader(tree, folderTiles{folder}))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash)
}

func check(folder, key, checkpoint string) (int64, error) {
	tree, err := openCheckpoint(filepath.Join(folder, "checkpoint"), key)
	if err != nil {
		return 0, err
	}
	records, err := readRecords(folder, tree.N)
	if err != nil {
		return 0, err
	}
	built, err := build(records)
	if err != nil {
		return 0, err
	}
	root, err := tlog.TreeHash(tree.N, built)
	if err != nil {
		return 0, err
	}
	if root != tree.Hash {
		return 0, fmt.Errorf("the records have the root %v, signed is %v", root, tree.Hash)
	}
	if err := checkTiles(folder, tree.N, built); err != nil {
		return 0, err
	}
	if err := checkInclusion(folder, tree, records); err != nil {
		return 0, err
	}
	if checkpoint == "" {
		return tree.N, nil
	}
	older, err := openCheckpoint(checkpoint, key)
	if err != nil {
		return 0, err
	}
	return tree.N, checkConsistency(folder, tree, older)
}

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "go_client FOLDER VKEY [CHECKPOINT]")
		os.Exit(2)
	}
	checkpoint := ""
	if len(os.Args) == 4 {
		checkpoint = os.Args[3]
	}
	size, err := check(os.Args[1], os.Args[2], checkpoint)
	if err != nil {
		fmt.Fprintln(os.Stderr, "go_client:", err)
		os.Exit(1)
	}
	fmt.Println("verified", size)
}
