// SPDX-License-Identifier: EUPL-1.2
#include "serve/kept_answers.hpp"

#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "serve/gate.hpp"
#include "serve/kept_answer_table.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kKeyBytesMin = 8, kKeyBytesMax = 128;
constexpr std::int64_t kKept_us = 86'400'000'000; // a day
constexpr std::int64_t kRunning_us =
    120'000'000; // after it the process that began is taken for dead
constexpr std::uint64_t kPurgeEvery = 256;

std::string hash_of(std::initializer_list<std::string_view> texts) {
    Sha256 hash;
    for (auto const text : texts) {
        hash.update(std::to_string(text.size()) + ":"); // so that no two lists look alike
        hash.update(text);
    }
    return to_hex(hash.finish());
}

} // namespace

Result<std::string> idempotency_key(HttpRequest const& request) {
    auto const field = request.header("idempotency-key");
    if (!field)
        return std::string{};
    bool const printable =
        std::all_of(field->begin(), field->end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (field->size() < kKeyBytesMin || field->size() > kKeyBytesMax || !printable)
        return fail(Code::bad_input, "idempotency.key_invalid");
    return std::string{*field};
}

Result<Response> KeptAnswers::once(HttpRequest const& request,
                                   std::function<Response()> const& work) {
    ASSERT(request.caller != nullptr);
    auto const key = TRY(idempotency_key(request));
    if (key.empty())
        return work();
    auto const key_hash = hash_of({request.caller->account.id, key});
    auto const request_hash = hash_of({method_name(request.method), request.path, request.body});
    if (auto kept = TRY(begin(key_hash, request_hash)))
        return std::move(*kept);
    auto response = work();
    if (auto const done = keep(key_hash, response);
        !done) // the work itself is done: its answer counts
        log_warning("serve", "reference={} an answer could not be kept: {}", request.reference,
                    done.error().describe());
    if (++begun_ % kPurgeEvery == 0)
        purge();
    return response;
}

Result<std::optional<Response>> KeptAnswers::begin(std::string const& key_hash,
                                                   std::string const& request_hash) {
    auto const now = time_.now();
    std::optional<kept_answer_table::Row> known;
    auto written = database_.write([&](Sql& sql) -> Result<void> {
        known = TRY(kept_answer_table::find(sql, key_hash));
        if (!known)
            return kept_answer_table::insert(sql, {key_hash, request_hash, 0, "", now});
        bool const was_left =
            known->status == 0 && now.microseconds - known->at.microseconds > kRunning_us;
        if (was_left && known->request_hash == request_hash) {
            known.reset();
            return kept_answer_table::restart(sql, key_hash, now);
        }
        return {};
    });
    if (!written && written.error().key == "database.exists") // two at the same moment
        return fail(Code::conflict, "idempotency.running");
    TRY(written);
    if (!known)
        return std::optional<Response>{};
    if (known->request_hash != request_hash)
        return fail(Code::bad_input, "idempotency.other_request");
    if (known->status == 0)
        return fail(Code::conflict, "idempotency.running");
    auto const plain = TRY(open_sealed(key_, key_hash, TRY(from_base64(known->answer))));
    auto const answer = TRY(parse_json(plain, {8 << 20, 64}));
    Response response;
    response.status = known->status;
    response.body = answer.value("body", "");
    if (auto const type = answer.value("type", ""); !type.empty())
        response.set("Content-Type", type);
    return std::optional{std::move(response)};
}

Result<void> KeptAnswers::keep(std::string const& key_hash, Response const& response) {
    if (response.status >= 500)
        return database_.write([&](Sql& sql) { return kept_answer_table::remove(sql, key_hash); });
    Json answer;
    answer["body"] = response.body;
    answer["type"] = std::string{response.header("Content-Type")};
    auto const sealed = to_base64(seal(key_, key_hash, print_json(answer)));
    return database_.write([&](Sql& sql) {
        return kept_answer_table::finish(sql, key_hash, response.status, sealed);
    });
}

void KeptAnswers::purge() {
    auto const before = Instant{time_.now().microseconds - kKept_us};
    auto const purged = database_.write([&](Sql& sql) {
        return kept_answer_table::purge(sql, before, limits_.idempotency_keys_max);
    });
    if (!purged)
        log_warning("serve", "kept answers could not be purged: {}", purged.error().describe());
}

} // namespace leitstand
