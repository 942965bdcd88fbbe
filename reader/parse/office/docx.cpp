// SPDX-License-Identifier: EUPL-1.2
// DOCX (ECMA-376, ISO/IEC 29500, transitional and strict): finds the parts by their relations and
// puts the text together: headers, body, notes, footers. Macros, objects, links and templates are
// named and left alone.
#include <algorithm>

#include "reader/parse/formats.hpp"
#include "reader/parse/office/docx_text.hpp"

namespace leitstand::reader {

namespace {

constexpr std::string_view kTemplate =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template";
constexpr std::string_view kMacroDocument = "application/vnd.ms-word.document.macroenabled.12";
constexpr std::string_view kMacroTemplate = "application/vnd.ms-word.template.macroenabled.12";

std::string_view folder_of(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash + 1);
}

// The member that a target means, seen from `folder`. Steps above the root stay there.
std::string member_of(std::string_view folder, std::string_view target) {
    std::string const whole = target.starts_with('/') ? std::string{target.substr(1)}
                                                      : std::string{folder} + std::string{target};
    std::vector<std::string_view> steps;
    for (std::size_t at = 0; at <= whole.size();) {
        auto const end = std::min(whole.find('/', at), whole.size());
        auto const step = std::string_view{whole}.substr(at, end - at);
        if (step == "..") {
            if (!steps.empty())
                steps.pop_back();
        } else if (step != "." && !step.empty()) {
            steps.push_back(step);
        }
        at = end + 1;
    }
    std::string path;
    for (auto const step : steps)
        path += (path.empty() ? "" : "/") + std::string{step};
    return path;
}

class Docx {
  public:
    Docx(Package& package) : package_(package), text_(package, styles_, lists_) {}

    void read() {
        package_.look_around();
        auto const main = main_part();
        media_type(main);
        auto const body = package_.xml(main);
        if (!body) {
            refuse(package_.answer(), fault_or(Reason::damaged));
            return;
        }
        auto const relations = relations_of(main);
        load_looks(relations);
        auto const main_text = text_.read(child(body->tree, "document"), relations);
        std::string head, foot;
        headers(relations, head, foot);
        std::string all = std::move(head);
        join_apart(all, main_text);
        join_apart(all, notes(relations));
        join_apart(all, foot);
        hand_out_embedded();
        if (text_.enough())
            read_in_part(package_.answer(), Reason::text_too_long);
        finish_office(package_.answer(), std::move(all), package_.request());
    }

  private:
    Reason fault_or(Reason otherwise) {
        auto const reason = package_.answer().reason;
        return reason == Reason::none ? otherwise : reason;
    }

    std::string main_part() {
        for (auto const& [id, relation] : relations_in("_rels/.rels", ""))
            if (relation.kind == "officeDocument" && !relation.external &&
                package_.has(relation.target))
                return relation.target;
        return "word/document.xml";
    }

    DocxRelations relations_of(std::string_view part) {
        auto const folder = folder_of(part);
        return relations_in(std::string{folder} + "_rels/" +
                                std::string{part.substr(folder.size())} + ".rels",
                            folder);
    }

    DocxRelations relations_in(std::string const& name, std::string_view folder) {
        DocxRelations relations;
        auto const xml = package_.xml(name);
        if (!xml)
            return relations;
        for (auto const node : child(xml->tree, "Relationships").children()) {
            DocxRelation relation;
            auto const type = attribute(node, "Type");
            relation.kind =
                type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1);
            relation.external = attribute(node, "TargetMode") == "External";
            auto const target = attribute(node, "Target");
            if (relation.external)
                note_external(relation.kind, target);
            else
                relation.target = member_of(folder, target);
            relations.emplace(attribute(node, "Id"), std::move(relation));
        }
        return relations;
    }

    void note_external(std::string_view kind, std::string_view target) {
        if (!is_remote(target))
            return; // an address to write to, a place within the document, a template of the
                    // sender's own disk
        package_.warn(kind == "attachedTemplate" ? Warning::remote_template
                      : kind == "hyperlink"      ? Warning::links
                                                 : Warning::remote_content);
    }

    // By what the package says of its main part.
    void media_type(std::string_view main) {
        auto const types = package_.xml("[Content_Types].xml");
        if (!types)
            return;
        auto& to = package_.answer().media_type;
        for (auto const node : child(types->tree, "Types").children()) {
            auto const part = attribute(node, "PartName");
            if (!part.starts_with('/') || part.substr(1) != main)
                continue;
            auto const type = attribute(node, "ContentType");
            bool const is_template = type.find("emplate") != std::string_view::npos;
            bool const macros = type.find("macroEnabled") != std::string_view::npos;
            if (macros)
                package_.warn(Warning::macros);
            if (macros)
                to = is_template ? kMacroTemplate : kMacroDocument;
            else if (is_template)
                to = kTemplate;
        }
    }

    static DocxRelation const* first_of(DocxRelations const& relations, std::string_view kind) {
        for (auto const& [id, relation] : relations)
            if (relation.kind == kind && !relation.external)
                return &relation;
        return nullptr;
    }

    std::unique_ptr<Xml> related(DocxRelations const& relations, std::string_view kind) {
        auto const* const relation = first_of(relations, kind);
        return relation == nullptr ? nullptr : package_.xml(relation->target);
    }

    void load_looks(DocxRelations const& relations) {
        if (auto const xml = related(relations, "theme"))
            styles_.load_theme(child(xml->tree, "theme"));
        if (auto const xml = related(relations, "styles"))
            styles_.load(child(xml->tree, "styles"));
        if (auto const xml = related(relations, "numbering"))
            lists_.load(child(xml->tree, "numbering"));
        if (auto const* const settings = first_of(relations, "settings")) {
            static_cast<void>(relations_of(settings->target)); // the template
            if (auto const xml = package_.xml(settings->target))
                even_differs_ = is_on(child(child(xml->tree, "settings"), "evenAndOddHeaders"));
        }
        if (auto const* const web = first_of(relations, "webSettings"))
            static_cast<void>(relations_of(web->target)); // frames
    }

    // Each header and footer that some page shows, once, however many sections repeat it.
    void headers(DocxRelations const& relations, std::string& head, std::string& foot) {
        std::vector<std::string> seen;
        auto const take = [&](std::string const& entry) {
            bool const is_new = std::find(seen.begin(), seen.end(), entry) == seen.end();
            if (is_new)
                seen.push_back(entry);
            return is_new;
        };
        auto const all = text_.headers();
        for (std::string_view const kind : {"first", "default", "even"})
            for (auto const& header : all) {
                auto const found = relations.find(header.relation);
                bool const shown = header.kind == kind &&
                                   (kind != "first" || header.first_differs) &&
                                   (kind != "even" || even_differs_);
                if (!shown || found == relations.end() || !take(found->second.target))
                    continue;
                auto const xml = package_.xml(found->second.target);
                if (!xml)
                    continue;
                auto const text = text_.read(xml->tree, relations_of(found->second.target));
                auto& to = header.footer ? foot : head;
                if (take((header.footer ? "f " : "h ") + text))
                    join_margin(to, text);
            }
    }

    // The notes below the text, each behind its sign.
    std::string notes(DocxRelations const& relations) {
        std::string all;
        struct Source {
            DocxNote::Kind kind;
            std::string_view relation, element;
        };
        for (auto const& source : {Source{DocxNote::Kind::footnote, "footnotes", "footnote"},
                                   Source{DocxNote::Kind::endnote, "endnotes", "endnote"},
                                   Source{DocxNote::Kind::comment, "comments", "comment"}}) {
            auto const* const part = first_of(relations, source.relation);
            bool const asked =
                std::any_of(text_.notes().begin(), text_.notes().end(),
                            [&](DocxNote const& note) { return note.kind == source.kind; });
            auto const xml = part != nullptr && asked ? package_.xml(part->target) : nullptr;
            if (!xml)
                continue;
            std::map<std::string_view, pugi::xml_node> by_id;
            for (auto const node : child(xml->tree, source.relation).children())
                if (local_name(node) == source.element)
                    by_id.emplace(attribute(node, "id"), node);
            auto const own = relations_of(part->target);
            for (std::size_t i = 0; i < text_.notes().size(); ++i) {
                auto const note = text_.notes()[i]; // a copy: a note may refer to further ones
                auto const found = by_id.find(note.id);
                if (note.kind != source.kind || found == by_id.end())
                    continue;
                auto const text = text_.read(found->second, own);
                if (!text.empty())
                    all += (all.empty() ? "" : "\n") + note.label + " " + text;
            }
        }
        return all;
    }

    void hand_out_embedded() {
        for (auto const& entry : package_.zip().entries())
            if (entry.name.find("/embeddings/") != std::string::npos && !entry.is_folder()) {
                package_.warn(Warning::embedded_objects);
                package_.hand_out(entry.name);
            }
    }

    Package& package_;
    DocxStyles styles_;
    DocxLists lists_;
    DocxText text_;
    bool even_differs_ = false;
};

} // namespace

void read_docx(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    read_package<Docx>(zip, request, output, answer);
}

} // namespace leitstand::reader
