// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/story.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint64_t kBeyondBytes = 64 << 10; // so that the answer's own limit is surely passed

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view kFixedSpace = "\u00a0";
    for (std::size_t before = 0; before != line.size();) {
        before = line.size();
        line.remove_prefix(std::min(line.find_first_not_of(" \t\n"), line.size()));
        line = line.substr(0, line.find_last_not_of(" \t\n") + 1);
        if (line.starts_with(kFixedSpace))
            line.remove_prefix(kFixedSpace.size());
        if (line.ends_with(kFixedSpace))
            line.remove_suffix(kFixedSpace.size());
    }
    return line;
}

} // namespace

Story::Story(std::uint64_t text_bytes_max)
    : frames_(1), bytes_max_(text_bytes_max + kBeyondBytes) {}

void Story::text(std::string_view utf8) {
    if (full())
        return;
    bytes_ += utf8.size();
    top().line += utf8;
}

void Story::add_line(Frame& frame, std::string_view line, Apart apart) {
    if (line.empty()) {
        frame.gap = true;
        return;
    }
    if (!frame.lines.empty()) {
        frame.lines += '\n';
        if (frame.gap || apart == Apart::yes)
            frame.lines += '\n';
    }
    frame.lines += line;
    frame.gap = apart == Apart::yes;
}

void Story::begin_paragraph(Apart apart, std::string label) {
    if (!trimmed(top().line).empty())
        end_paragraph();
    top().line.clear();
    top().apart = apart;
    top().label = std::move(label);
}

void Story::end_paragraph() {
    auto& frame = top();
    auto const line = trimmed(frame.line);
    add_line(frame, line.empty() ? std::string{} : frame.label + std::string{line}, frame.apart);
    for (auto const& box : frame.boxes)
        add_line(frame, box, Apart::yes);
    frame.boxes.clear();
    frame.line.clear();
    frame.label.clear();
    frame.apart = Apart::no;
}

void Story::gap() {
    if (!trimmed(top().line).empty())
        end_paragraph();
    top().gap = true;
}

std::string Story::closed(Frame& frame) {
    auto const line = trimmed(frame.line);
    if (!line.empty())
        add_line(frame, frame.label + std::string{line}, frame.apart);
    for (auto const& box : frame.boxes)
        add_line(frame, box, Apart::yes);
    for (auto const& cell : frame.cells) // of no row
        add_line(frame, cell, Apart::no);
    return std::move(frame.lines);
}

Story::Frame Story::pop() {
    ASSERT(frames_.size() > 1); // the parsers close what they opened and nothing else
    auto frame = std::move(frames_.back());
    frames_.pop_back();
    return frame;
}

void Story::begin_row() {
    frames_.emplace_back();
}

void Story::end_row() {
    auto frame = pop();
    auto cells = std::move(frame.cells);
    frame.cells.clear();
    auto const outside = closed(frame); // text of a row that is in no cell
    if (!outside.empty())
        cells.insert(cells.begin(), outside);
    auto& to = top();
    bool const in_lines = std::any_of(cells.begin(), cells.end(), [](std::string const& cell) {
        return cell.find('\n') != std::string::npos;
    });
    if (in_lines) {
        for (auto const& cell : cells)
            if (!cell.empty())
                add_line(to, cell, Apart::no);
        return;
    }
    std::string line;
    for (auto& cell : cells) {
        std::replace(cell.begin(), cell.end(), '\t', ' ');
        line += cell + '\t';
    }
    while (line.ends_with('\t'))
        line.pop_back();
    if (!line.empty())
        add_line(to, line, Apart::no);
}

void Story::begin_cell() {
    frames_.emplace_back();
}

void Story::end_cell() {
    auto frame = pop();
    top().cells.push_back(closed(frame));
}

void Story::begin_box() {
    frames_.emplace_back();
}

void Story::end_box() {
    auto frame = pop();
    auto text = closed(frame);
    if (!text.empty())
        top().boxes.push_back(std::move(text));
}

void Story::begin_aside() {
    frames_.emplace_back();
}

std::string Story::end_aside() {
    auto frame = pop();
    return closed(frame);
}

std::string Story::take() {
    ASSERT(frames_.size() == 1);
    return closed(top());
}

void join_margin(std::string& text, std::string_view next) {
    constexpr std::size_t kPageNumberBytes = 12; // "- 12 -", "3 / 17"
    bool const number = next.size() <= kPageNumberBytes &&
                        next.find_first_not_of("0123456789 -/.") == std::string_view::npos;
    if (!number)
        join_apart(text, next);
}

void join_apart(std::string& text, std::string_view next) {
    if (next.empty())
        return;
    if (!text.empty())
        text += "\n\n";
    text += next;
}

} // namespace leitstand::reader
