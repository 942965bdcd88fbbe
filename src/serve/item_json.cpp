// SPDX-License-Identifier: EUPL-1.2
#include "serve/item_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "decide/card.hpp"
#include "read/language.hpp"
#include "read/refusal.hpp"
#include "serve/evidence_json.hpp"
#include "serve/legal_json.hpp"
#include "serve/messages.hpp"
#include "serve/page_json.hpp"
#include "text/offsets.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kReasonsMax = 24;

Json spans_json(std::vector<Span> const& spans, text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& span : spans)
        list.push_back(Json::array({offsets.code_point(span.start), offsets.code_point(span.end)}));
    return list;
}

// What the functions did not see, as places: the words themselves stand in the text already.
Json mask_json(ItemView const& view, text::Offsets const& offsets) {
    if (!view.mask || !view.document)
        return nullptr;
    text::Offsets const in_subject{view.document->envelope.subject};
    return Json{{"text", spans_json(view.mask->text, offsets)},
                {"subject", spans_json(view.mask->subject, in_subject)}};
}

// The strongest reasons, and all others as one sum: what is shown adds up to the score. Nothing is
// rounded here, for the same reason.
Json explanation_json(Finding const& finding, text::Offsets const& offsets) {
    std::vector<Contribution const*> strongest;
    for (auto const& contribution : finding.contributions)
        strongest.push_back(&contribution);
    std::ranges::stable_sort(strongest, [](auto const* a, auto const* b) {
        return std::abs(a->amount) > std::abs(b->amount);
    });
    auto reasons = Json::array();
    double others = 0;
    for (std::size_t i = 0; i < strongest.size(); ++i) {
        auto const& reason = *strongest[i];
        if (i >= kReasonsMax) {
            others += reason.amount;
            continue;
        }
        reasons.push_back(Json{{"feature", reason.feature},
                               {"amount", reason.amount},
                               {"spans", spans_json(reason.spans, offsets)}});
    }
    auto const rest = strongest.size() - reasons.size();
    return Json{{"score", finding.score},
                {"intercept", finding.intercept},
                {"reasons", std::move(reasons)},
                {"others", Json{{"count", rest}, {"amount", others}}}};
}

Json finding_with(DecidedFinding const& decided, text::Offsets const& offsets) {
    auto const& finding = decided.finding;
    Json json;
    json["id"] = decided.id;
    json["version"] = decided.version;
    json["kind"] = std::string{finding_kind_name(finding.kind)};
    json["key"] = finding.key;
    json["value"] = finding.value;
    json["role"] = finding.role ? Json(*finding.role) : Json(nullptr);
    json["group"] = finding.group ? Json(*finding.group) : Json(nullptr);
    json["probability"] = finding.probability ? Json(rounded(*finding.probability)) : Json(nullptr);
    json["suggested"] = finding.suggested;
    json["function"] = std::string{function_name(finding.function)};
    json["function_version"] = finding.function_version;
    json["part"] = finding.part;
    json["state"] = decided.state;
    json["decided_by"] = decided.decided_by;
    json["decided_at"] = decided.decided_at ? Json(to_rfc3339(*decided.decided_at)) : Json(nullptr);
    json["corrected_key"] = decided.corrected_key;
    json["corrected_value"] = decided.corrected_value;
    json["evidence"] = evidence_json(finding.evidence, offsets);
    json["explanation"] = explanation_json(finding, offsets);
    return json;
}

// A refusal of the reader has a text for the caseworker and one to send on (SGB I § 36a para. 3).
void add_reason(Json& json, std::string const& reason) {
    json["reason"] = reason;
    if (reason.empty())
        return;
    if (auto const* refusal = refusal_text(reason)) {
        json["reason_text"] = refusal->caseworker_de;
        json["reason_text_en"] = refusal->caseworker_en;
        json["reason_for_sender"] = refusal->sender_de;
        json["reason_for_sender_en"] = refusal->sender_en;
        return;
    }
    auto const* message = find_message(reason);
    if (message == nullptr)
        message = find_message("item.needs_person");
    json["reason_text"] = message->german + " " + message->what_german;
    json["reason_text_en"] = message->english + " " + message->what_english;
}

Json part_json(Part const& part, ItemView const& view, Document const& document,
               text::Offsets const& offsets) {
    bool const downloadable =
        std::any_of(view.derived.begin(), view.derived.end(),
                    [&](auto const& derived) { return derived.part == part.number; });
    Json json;
    add_reason(json, part.reason);
    json.update(Json{{"number", part.number},
                     {"name", part.name},
                     {"media_type", part.media_type},
                     {"status", std::string{status_name(part.status)}},
                     {"language", language_of(part, document)},
                     {"start", offsets.code_point(part.span.start)},
                     {"end", offsets.code_point(part.span.end)},
                     {"size_bytes", part.size_bytes},
                     {"downloadable", downloadable}});
    return json;
}

void add_document(Json& json, ItemView const& view, text::Offsets const& offsets) {
    Document const none;
    auto const& document = view.document ? *view.document : none;
    json["media_type"] = document.media_type;
    json["language"] = document.language;
    if (view.document)
        json["status"] = std::string{status_name(document.status)};
    json["text"] = document.text;
    json["pages"] = Json::array();
    for (auto const& page : document.pages)
        json["pages"].push_back(page_json(view, page, offsets));
    json["parts"] = Json::array();
    for (auto const& part : document.parts)
        json["parts"].push_back(part_json(part, view, document, offsets));
    json["warnings"] = document.warnings;
    json["hidden"] = Json::array();
    for (auto const& hidden : document.hidden)
        json["hidden"].push_back(hidden_json(hidden));
    json["codes"] = Json::array();
    for (auto const& code : document.codes)
        json["codes"].push_back(code_json(code));
    json["subject"] = shown_subject(document);
    auto const& envelope = document.envelope;
    json["envelope"] = Json{{"subject", envelope.subject},
                            {"sender_name", envelope.sender_name},
                            {"sender_address", envelope.sender_address},
                            {"recipient", envelope.recipient},
                            {"sent_at", envelope.sent_at}};
}

void add_dates(Json& json, ItemView const& view,
               std::function<std::string(std::string const&)> const& name_of) {
    json["arrived_at"] = to_rfc3339(view.item.arrived_at);
    json["receipt_date"] = to_iso(view.item.receipt_date);
    json["receipt_date_source"] = std::string{date_source_name(view.item.date_source)};
    json["receipt_date_history"] = Json::array();
    for (auto const& correction : view.date_history)
        json["receipt_date_history"].push_back(
            Json{{"receipt_date", to_iso(correction.receipt_date)},
                 {"source", std::string{date_source_name(correction.source)}},
                 {"reason", correction.reason},
                 {"by", name_of(correction.by)},
                 {"at", to_rfc3339(correction.at)}});
}

} // namespace

Json row_json(InboxRow const& row, Detail detail) {
    bool const all = detail == Detail::with_findings;
    Json json;
    json["id"] = row.id;
    json["number"] = row.number;
    json["receipt_number"] = row.receipt_number;
    json["arrived_at"] = to_rfc3339(row.arrived_at);
    json["receipt_date"] = to_iso(row.receipt_date);
    json["channel"] = std::string{channel_name(row.channel)};
    json["state"] = std::string{item_state_name(row.state)};
    json["reason"] = row.reason;
    json["sender"] = row.sender;
    json["subject"] = row.subject;
    json["name"] = row.name;
    json["services"] = all ? row.services : std::vector<std::string>{};
    json["acts"] = all ? row.acts : std::vector<std::string>{};
    json["themes"] = all ? row.themes : std::vector<std::string>{};
    json["unit"] = row.unit;
    json["identical"] = row.identical;
    return json;
}

Json receipt_json(Item const& item) {
    Json json;
    json["id"] = item.id;
    json["receipt_number"] = item.receipt_number;
    json["arrived_at"] = to_rfc3339(item.arrived_at);
    json["receipt_date"] = to_iso(item.receipt_date);
    json["name"] = item.name;
    json["size_bytes"] = item.size_bytes;
    json["sha256"] = item.sha256;
    json["again"] = item.again;
    if (!item.identical_to.empty())
        json["identical_to"] = item.identical_to;
    return json;
}

Json view_json(ItemView const& view, Standing const& standing, Catalogue const& catalogue,
               std::function<std::string(std::string const&)> const& name_of) {
    text::Offsets const offsets{view.document ? std::string_view{view.document->text}
                                              : std::string_view{}};
    Json json;
    json["id"] = view.item.id;
    json["receipt_number"] = view.item.receipt_number;
    add_dates(json, view, name_of);
    json["channel"] = std::string{channel_name(view.item.channel)};
    json["state"] = std::string{item_state_name(view.state)};
    add_reason(json, view.reason);
    json["attempts"] = view.attempts;
    json["name"] = view.item.name;
    json["size_bytes"] = view.item.size_bytes;
    json["sha256"] = view.item.sha256;
    json["version"] = view.version;
    add_document(json, view, offsets);
    if (!view.item.note.empty())
        json["note"] = view.item.note;
    json["findings"] = Json::array();
    for (auto const& finding : view.findings)
        if (finding.shown)
            json["findings"].push_back(finding_with(finding, offsets));
    json["requests"] = Json::array();
    for (auto const& request : standing.requests)
        json["requests"].push_back(
            Json{{"service", request.service.empty() ? Json(nullptr) : Json(request.service)},
                 {"act", request.act},
                 {"person", request.person.empty() ? Json(nullptr) : Json(request.person)},
                 {"probability",
                  request.probability ? Json(rounded(*request.probability)) : Json(nullptr)}});
    json["clocks"] = clocks_json(standing.clocks, catalogue, offsets);
    json["requirements"] = requirements_json(standing.requirements, catalogue, offsets);
    json["unit"] = view.unit;
    json["unit_finding"] = finding_with(view.unit_finding, offsets);
    json["mask"] = mask_json(view, offsets);
    json["held"] = view.held;
    json["held_because"] = view.held_because;
    json["identical"] = Json::array();
    for (auto const& [id, receipt_number] : view.identical)
        json["identical"].push_back(Json{{"id", id}, {"receipt_number", receipt_number}});
    return json;
}

Json finding_json(DecidedFinding const& finding, std::string_view text) {
    return finding_with(finding, text::Offsets{text});
}

} // namespace leitstand
