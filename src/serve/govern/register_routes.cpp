// SPDX-License-Identifier: EUPL-1.2
// The register of this authority: what everybody may see, made anew only when something happened;
// and for the keepers of the dossiers what would be published, what is missing, and publishing.
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "govern/register/forms.hpp"
#include "govern/switchboard.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"
#include "serve/govern/register_pages.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kPublishBytesMax = 16 << 10;

// Keeps the register as long as neither a record nor a mode is new. Threads: any.
class Shelf {
  public:
    explicit Shelf(Serving& serving) : serving_(serving) {}

    Result<std::shared_ptr<ShownRegister const>> shown() {
        auto* governance = TRY(governance_of(serving_));
        auto& board = serving_.rooms.switchboard;
        TRY(board.refresh());
        Seen now{TRY(governance->journal().newest()), {}};
        for (auto const& state : board.states())
            now.modes.emplace_back(state.mode, state.change_number);
        std::lock_guard const lock{mutex_};
        if (!shown_ || now != seen_) {
            shown_ = TRY(made(*governance));
            seen_ = std::move(now);
        }
        return shown_;
    }

  private:
    struct Seen {
        std::int64_t newest = -1;
        std::vector<std::pair<Mode, std::int64_t>> modes;
        bool operator==(Seen const&) const = default;
    };

    Result<std::shared_ptr<ShownRegister const>> made(Governance& governance) {
        auto result = std::make_shared<ShownRegister>();
        result->authority = governance.catalogue().authority;
        auto& board = serving_.rooms.switchboard;
        auto const history = TRY(board.history());
        for (auto const& state : board.states()) {
            auto const records = TRY(governance.journal().of(state.function));
            auto entry = public_entry(*records, state.function, state.mode, history);
            if (!entry) // the others are shown nevertheless
                log_warning("serve", "a published register entry is left out: {}",
                            entry.error().describe());
            else if (*entry)
                result->entries.push_back(**std::move(entry));
        }
        return result;
    }

    Serving& serving_;
    std::mutex mutex_;
    Seen seen_;
    std::shared_ptr<ShownRegister const> shown_;
};

// The entry as it would be published now.
PublicEntry would_be(GovernView const& view, std::vector<ModeChange> const& history) {
    PublicEntry entry;
    if (auto published = publications(view.records); published)
        entry.publications = *std::move(published);
    Publication next;
    next.number = entry.publications.empty() ? 1 : entry.publications.back().number + 1;
    next.at = view.now;
    next.entry = register_entry(view);
    entry.entry = next.entry;
    entry.publications.push_back(std::move(next));
    entry.mode = view.mode;
    entry.modes = mode_steps(history, view.function);
    return entry;
}

Result<std::vector<ModeChange>> history_of(Serving& serving) {
    return serving.rooms.switchboard.history();
}

Json published_json(Serving& serving, GovernView const& view) {
    auto list = Json::array();
    auto const published = publications(view.records);
    if (!published)
        return list;
    for (auto one = published->rbegin(); one != published->rend(); ++one) {
        Json json{{"number", one->number},
                  {"at", to_rfc3339(one->at)},
                  {"by", ""},
                  {"note", one->note},
                  {"sha256", one->hash},
                  {"version", one->entry.release.version},
                  {"changed", one->changed},
                  {"example", one->example}};
        for (auto const& record : view.records)
            if (record.kind == RecordKind::publication && record.number == one->number)
                json["by"] = serving.rooms.accounts.display_name(record.by);
        list.push_back(std::move(json));
    }
    return list;
}

// Publishing asks for the number that the writer has seen, damaged snapshots counted.
std::int64_t newest_number(GovernView const& view) {
    auto const* newest = newest_of(view.records, RecordKind::publication, kEntrySubject);
    return newest == nullptr ? 0 : newest->number;
}

Result<Json> state_json(Serving& serving, FunctionKey function) {
    auto const held = TRY(view_of(serving, function));
    auto const& view = **held;
    auto const entry = register_entry(view);
    auto open = Json::array();
    for (auto const& point : register_open_points(view))
        open.push_back(open_point_json(point, view.today));
    auto changed = Json::array();
    if (auto const published = publications(view.records); published && !published->empty())
        changed = differences(published->back().entry, entry);
    Json json{{"function", entry.function},
              {"number", newest_number(view)},
              {"open", std::move(open)},
              {"changed", std::move(changed)},
              {"publishable", form_faults(entry).empty()},
              {"published", published_json(serving, view)}};
    auto gaps = Json::array();
    for (auto const& gap : form_gaps(entry))
        gaps.push_back({{"form", gap.form},
                        {"field", gap.field},
                        {"required", gap.required},
                        {"facts", gap.facts}});
    json["gaps"] = std::move(gaps);
    auto names = Json::object();
    for (auto const& fact : view.guideline.facts)
        names[fact.key] = Json{{"de", fact.name}, {"en", fact.name_en}};
    json["names"] = std::move(names);
    return json;
}

Result<Response> get_state(Serving& serving, HttpRequest& request) {
    return json_response(200, TRY(state_json(serving, TRY(function_of(request)))));
}

Result<Response> get_preview(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const language = TRY(parse_language(request.parameter("lang").value_or("")));
    auto response = register_page_response(
        register_entry_page(would_be(**held, TRY(history_of(serving))), language), language);
    response.set("Cache-Control", "no-store");
    return response;
}

Result<void> check_names(Serving& serving, RegisterEntry const& entry, std::string_view note) {
    std::vector<std::string> names;
    for (auto const& account : TRY(serving.rooms.accounts.list()))
        names.push_back(account.display_name);
    if (!names_in(entry, note, names).empty())
        return fail(Code::refused, "register.names_person");
    return {};
}

Result<Response> publish(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const note = TRY(fields.text("note", kPublicationNoteBytesMax));
    auto const number = TRY(fields.number("number"));
    auto const record =
        TRY(new_publication(**held, note, request.caller->account.id, number + 1, false));
    auto const entry = register_entry(**held);
    if (auto const faults = form_faults(entry); !faults.empty())
        return fail(Code::refused, "register.incomplete", faults.front().field);
    TRY(check_names(serving, entry, note));
    TRY(TRY(governance_of(serving))->journal().append(record));
    return json_response(200, TRY(state_json(serving, function)));
}

} // namespace

void add_register_routes(Router& router, Serving& serving) {
    auto const shelf = std::make_shared<Shelf>(serving);
    add_register_pages(router, [shelf] { return shelf->shown(); });
    constexpr char kOne[] = "/api/v1/govern/functions/{key}/register";
    add_route(router, serving, Method::get, kOne, "govern.read", 0, get_state);
    add_route(router, serving, Method::get, fmt::format("{}/preview", kOne), "govern.read", 0,
              get_preview);
    add_route(router, serving, Method::post, fmt::format("{}/publications", kOne), "govern.write",
              kPublishBytesMax, publish, Repeat::once);
}

} // namespace leitstand
