// SPDX-License-Identifier: EUPL-1.2
// Pages of a PDF as PDFs of their own. The new page is built from the few keys that say how it
// looks, its resources are cut down to those that its content names, and the writer takes only what
// can be reached from there.
#include <qpdf/Constants.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "reader/parse/extract.hpp"

namespace leitstand::reader {

namespace {

using Object = QPDFObjectHandle;
using Names = std::set<std::string>;

constexpr int kDepthMax = 48;                // forms within forms
constexpr int kExpressionPartsMax = 100'000; // of what says which layers are shown

constexpr std::array<std::string_view, 9> kPageKeys{"/MediaBox", "/CropBox",   "/BleedBox",
                                                    "/TrimBox",  "/ArtBox",    "/Rotate",
                                                    "/UserUnit", "/Resources", "/Contents"};
constexpr std::array<std::string_view, 7> kResourceKinds{
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"};
// Keys of streams that say how they look; every other one goes (metadata, thumbnails, private data
// of programs, alternates, references into the structure of the whole).
constexpr std::array<std::string_view, 34> kStreamKeys{
    "/Type",        "/Subtype",     "/Length",
    "/Filter",      "/DecodeParms", "/Width",
    "/Height",      "/ColorSpace",  "/BitsPerComponent",
    "/Intent",      "/ImageMask",   "/Mask",
    "/Decode",      "/Interpolate", "/SMask",
    "/SMaskInData", "/Matte",       "/OC",
    "/FormType",    "/BBox",        "/Matrix",
    "/Resources",   "/Group",       "/PatternType",
    "/PaintType",   "/TilingType",  "/XStep",
    "/YStep",       "/Length1",     "/Length2",
    "/Length3",     "/N",           "/Alternate",
    "/Range"};
// Of shadings that are streams (types 4 to 7).
constexpr std::array<std::string_view, 14> kShadingKeys{
    "/ShadingType", "/ColorSpace",     "/Background",        "/BBox",
    "/AntiAlias",   "/VerticesPerRow", "/BitsPerCoordinate", "/BitsPerComponent",
    "/BitsPerFlag", "/Decode",         "/Function",          "/Length",
    "/Filter",      "/DecodeParms"};

template <std::size_t N>
void keep_keys(Object dictionary, std::array<std::string_view, N> const& keys) {
    for (auto const& key : dictionary.getKeys())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            dictionary.removeKey(key);
}

// Every name that stands in a content stream; more than those that name a resource, never fewer.
class NameFilter final : public Object::TokenFilter {
  public:
    explicit NameFilter(Names& names) : names_(names) {}
    void handleToken(QPDFTokenizer::Token const& token) override {
        if (token.getType() == QPDFTokenizer::tt_name)
            names_.insert(token.getValue());
    }

  private:
    Names& names_;
};

Names names_in(Object page_or_form) {
    Names names;
    NameFilter filter{names};
    QPDFPageObjectHelper{page_or_form}.filterContents(&filter);
    return names;
}

// Works on the copies in the new file, so that a form which several pages share is cut down to what
// itself draws.
class Cutter {
  public:
    void cut_page(Object page) {
        auto names = names_in(page);
        page.replaceKey("/Resources", cut(page.getKey("/Resources"), names, 0));
    }
    // Layers that something drawn belongs to.
    std::vector<Object> const& layers() const { return layers_; }

  private:
    // What a form, pattern or font without resources of its own uses comes from where it is used.
    void add_names_of_bare(Object resources, Names& names) {
        std::set<QPDFObjGen> looked_at;
        for (bool grew = true; grew;) {
            grew = false;
            for (auto const* const kind : {"/XObject", "/Pattern"}) {
                auto things = resources.getKey(kind);
                if (!things.isDictionary())
                    continue;
                for (auto [name, thing] : things.getDictAsMap()) {
                    if (!names.contains(name) || !thing.isStream() ||
                        looked_at.contains(thing.getObjGen()))
                        continue;
                    looked_at.insert(thing.getObjGen());
                    auto dictionary = thing.getDict();
                    bool const is_image = dictionary.getKey("/Subtype").isNameAndEquals("/Image");
                    if (is_image || dictionary.getKey("/Resources").isDictionary())
                        continue;
                    auto const more = names_in(thing);
                    names.insert(more.begin(), more.end());
                    grew = true;
                }
            }
        }
    }

    Object cut(Object resources, Names& names, int depth) {
        if (depth > kDepthMax)
            throw std::runtime_error("forms lie too deep in each other");
        auto result = Object::newDictionary();
        if (!resources.isDictionary())
            return result;
        add_names_of_bare(resources, names);
        for (auto const kind : kResourceKinds) {
            auto things = resources.getKey(std::string{kind});
            if (!things.isDictionary())
                continue;
            auto kept = Object::newDictionary();
            for (auto [name, thing] : things.getDictAsMap())
                if (names.contains(name)) {
                    kept.replaceKey(name, thing);
                    visit(thing, depth);
                }
            result.replaceKey(std::string{kind}, kept);
        }
        return result;
    }

    void visit(Object thing, int depth) {
        if (thing.isIndirect() && !seen_.insert(thing.getObjGen()).second)
            return;
        if (thing.isStream())
            visit_stream(thing, depth);
        else if (thing.isDictionary())
            visit_dictionary(thing, depth);
    }

    void visit_stream(Object stream, int depth) {
        auto dictionary = stream.getDict();
        if (dictionary.hasKey("/ShadingType"))
            keep_keys(dictionary, kShadingKeys);
        else
            keep_keys(dictionary, kStreamKeys);
        note_layer(dictionary.getKey("/OC"));
        for (auto const* const mask : {"/SMask", "/Mask"})
            if (auto other = dictionary.getKey(mask); other.isStream())
                visit(other, depth);
        bool const is_form = dictionary.getKey("/Subtype").isNameAndEquals("/Form") ||
                             dictionary.hasKey("/PatternType");
        if (!is_form || !dictionary.getKey("/Resources").isDictionary())
            return;
        auto names = names_in(stream);
        dictionary.replaceKey("/Resources", cut(dictionary.getKey("/Resources"), names, depth + 1));
    }

    void visit_dictionary(Object dictionary, int depth) {
        dictionary.removeKey("/Metadata");
        dictionary.removeKey("/PieceInfo");
        dictionary.removeKey("/AF");
        note_layer(dictionary);
        if (auto mask = dictionary.getKey("/SMask"); mask.isDictionary())
            if (auto group = mask.getKey("/G"); group.isStream())
                visit(group, depth);
        if (dictionary.hasKey("/PatternType"))
            visit(dictionary.getKey("/Shading"), depth);
        if (dictionary.getKey("/Subtype").isNameAndEquals("/Type3"))
            visit_drawn_font(dictionary, depth);
    }

    void visit_drawn_font(Object font, int depth) {
        Names names;
        auto glyphs = font.getKey("/CharProcs");
        if (glyphs.isDictionary())
            for (auto [name, glyph] : glyphs.getDictAsMap())
                if (glyph.isStream()) {
                    auto const more = names_in(glyph);
                    names.insert(more.begin(), more.end());
                }
        if (font.getKey("/Resources").isDictionary())
            font.replaceKey("/Resources", cut(font.getKey("/Resources"), names, depth + 1));
    }

    void note_layer(Object thing) {
        if (!thing.isDictionary())
            return;
        if (thing.getKey("/Type").isNameAndEquals("/OCG"))
            add_layer(thing);
        if (!thing.getKey("/Type").isNameAndEquals("/OCMD") || !is_new(thing))
            return;
        if (auto of = thing.getKey("/OCGs"); of.isDictionary())
            add_layer(of);
        else
            note_layers_in(of, 0);
        note_layers_in(thing.getKey("/VE"), 0);
    }

    // A list of layers, or an expression over layers and expressions (ISO 32000-1, 8.11.2.2).
    void note_layers_in(Object list, int depth) {
        if (!list.isArray() || depth > kDepthMax || !is_new(list))
            return;
        for (auto part : list.getArrayAsVector()) {
            if (--expression_parts_left_ < 0)
                throw std::runtime_error("too many layers");
            if (part.isDictionary())
                add_layer(part);
            else
                note_layers_in(part, depth + 1);
        }
    }

    void add_layer(Object layer) {
        if (is_new(layer))
            layers_.push_back(layer);
    }

    // Thousands of things may be on one layer, or under one expression.
    bool is_new(Object thing) {
        return !thing.isIndirect() || noted_.insert(thing.getObjGen()).second;
    }

    std::set<QPDFObjGen> seen_, noted_;
    std::vector<Object> layers_;
    int expression_parts_left_ = kExpressionPartsMax;
};

bool is_among(std::vector<Object> const& objects, Object wanted) {
    return std::any_of(objects.begin(), objects.end(),
                       [&](Object object) { return object.getObjGen() == wanted.getObjGen(); });
}

// A layer that is switched off in the whole is so in the new file: what nobody saw stays unseen.
void carry_layers(QPDF& source, QPDF& target, std::vector<Object> const& layers) {
    auto all = source.getRoot().getKey("/OCProperties");
    if (layers.empty() || !all.isDictionary() || !all.getKey("/D").isDictionary())
        return;
    auto from = all.getKey("/D");
    auto to = Object::newDictionary();
    if (from.getKey("/BaseState").isName())
        to.replaceKey("/BaseState", Object::newName(from.getKey("/BaseState").getName()));
    for (auto const* const list : {"/ON", "/OFF"}) {
        auto kept = Object::newArray();
        if (auto given = from.getKey(list); given.isArray())
            for (auto layer : given.getArrayAsVector())
                if (layer.isIndirect())
                    if (auto here = target.copyForeignObject(layer); is_among(layers, here))
                        kept.appendItem(here);
        to.replaceKey(list, kept);
    }
    auto properties = Object::newDictionary();
    properties.replaceKey("/OCGs", Object::newArray(layers));
    properties.replaceKey("/D", to);
    target.getRoot().replaceKey("/OCProperties", properties);
}

void add_page(QPDF& source, Object page, QPDF& target, Cutter& cutter) {
    auto bare = Object::newDictionary();
    for (auto const key : kPageKeys)
        if (auto value = page.getKey(std::string{key}); !value.isNull())
            bare.replaceKey(std::string{key}, value);
    auto copy = target.copyForeignObject(source.makeIndirectObject(bare));
    copy.replaceKey("/Type", Object::newName("/Page"));
    target.addPage(copy, false);
    cutter.cut_page(copy);
}

std::shared_ptr<Buffer> file_of(QPDF& source, std::vector<Object> const& pages, PageRange range) {
    QPDF target;
    target.setSuppressWarnings(true);
    target.emptyPDF();
    Cutter cutter;
    for (auto number = range.first; number <= range.last; ++number)
        add_page(source, pages[number - 1], target, cutter);
    carry_layers(source, target, cutter.layers());
    QPDFWriter writer{target};
    writer.setOutputMemory();
    writer.setMinimumPDFVersion(source.getPDFVersion());
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true); // the same pages give the same bytes
    writer.write();
    return writer.getBufferSharedPointer();
}

// A note may be on a layer; what is drawn of it has to say so itself, without the note.
void put_on_layer(Object note) {
    auto layer = note.getKey("/OC");
    if (!layer.isDictionary() || !note.getKey("/AP").isDictionary())
        return;
    auto const on_it = [&](Object drawing) {
        auto copy = drawing.copyStream(); // others may show it, too
        if (!copy.getDict().hasKey("/OC"))
            copy.getDict().replaceKey("/OC", layer);
        return copy;
    };
    auto appearance = note.getKey("/AP").shallowCopy();
    auto shown = appearance.getKey("/N");
    auto state = note.getKey("/AS");
    if (shown.isStream()) {
        appearance.replaceKey("/N", on_it(shown));
    } else if (shown.isDictionary() && state.isName() && shown.getKey(state.getName()).isStream()) {
        shown = shown.shallowCopy();
        shown.replaceKey(state.getName(), on_it(shown.getKey(state.getName())));
        appearance.replaceKey("/N", shown);
    }
    note.replaceKey("/AP", appearance);
}

// What fields and notes show becomes part of the page; the fields themselves lead to each other.
void draw_annotations(QPDF& source) {
    QPDFAcroFormDocumentHelper forms{source};
    forms.generateAppearancesIfNeeded();
    for (auto& page : QPDFPageDocumentHelper{source}.getAllPages())
        if (auto notes = page.getObjectHandle().getKey("/Annots"); notes.isArray())
            for (auto note : notes.getArrayAsVector())
                if (note.isDictionary())
                    put_on_layer(note);
    QPDFPageDocumentHelper{source}.flattenAnnotations(0, an_invisible | an_hidden | an_no_view);
}

void extract_all(QPDF& source, ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    draw_annotations(source);
    source.pushInheritedAttributesToPage();
    auto const pages = source.getAllPages();
    if (pages.size() != request.page) {
        refuse(answer, Reason::damaged);
        return;
    }
    for (auto const& range : request.ranges) {
        auto const file = file_of(source, pages, range);
        std::string_view const made{reinterpret_cast<char const*>(file->getBuffer()),
                                    file->getSize()};
        if (!output.put(answer, {}, "application/pdf", made)) {
            refuse(answer, Reason::unpacked_too_large);
            return;
        }
    }
}

} // namespace

void extract_pdf(std::string_view bytes, ReaderRequest const& request, Output& output,
                 ReaderAnswer& answer) {
    try {
        QPDF source;
        source.setSuppressWarnings(true);
        source.processMemoryFile("whole", bytes.data(), bytes.size());
        if (source.isEncrypted())
            refuse(answer, Reason::encrypted);
        else
            extract_all(source, request, output, answer);
    } catch (QPDFExc const& error) {
        refuse(answer,
               error.getErrorCode() == qpdf_e_password ? Reason::encrypted : Reason::damaged);
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const&) {
        refuse(answer, Reason::damaged);
    }
}

} // namespace leitstand::reader
