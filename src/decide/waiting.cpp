// SPDX-License-Identifier: EUPL-1.2
#include "decide/waiting.hpp"

#include <algorithm>
#include <map>

#include "decide/outcome_figures.hpp"
#include "decide/waiting_table.hpp"
#include "text/tokens.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTextBytesMax = 64 << 10; // a longer text is long, and written as it begins
constexpr std::size_t kShortWords = 100;
constexpr std::size_t kLongWords = 400;
constexpr std::string_view kUnknown = "-";

// Numbers and words, counted without taking them apart: each letter is measured as it comes in.
std::size_t words_in(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const letter = byte >= 0x80 || (byte >= '0' && byte <= '9') ||
                            (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        words += letter && !inside ? 1 : 0;
        inside = letter;
    }
    return words;
}

std::string_view beginning(std::string_view text) {
    if (text.size() <= kTextBytesMax)
        return text;
    auto end = kTextBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string reading_of(Document const& document) {
    bool scanned = false;
    bool hard = document.status == ReadStatus::partly_read;
    for (auto const& page : document.pages) {
        scanned |= page.source != PageSource::text;
        for (auto const mark : {PageMark::unread, PageMark::handwriting, PageMark::low_quality})
            hard |= page.marks.has(mark);
    }
    return hard ? "hard" : scanned ? "scan" : "text";
}

// What the columns of a row say; the same ones come again and again.
class Kinds {
  public:
    explicit Kinds(FunctionKey function)
        : function_(fmt::format(" {} ", function_name(function))) {}

    using Kind = std::pair<WaitingTraits, bool>;
    Result<Kind const*> of(std::string const& traits, std::string const& shown) {
        auto const known = kinds_.find(std::tie(traits, shown));
        if (known != kinds_.end())
            return &known->second;
        Kind const kind{TRY(unpack_waiting_traits(traits)),
                        fmt::format(" {} ", shown).find(function_) != std::string::npos};
        return &kinds_.emplace(std::pair{traits, shown}, kind).first->second;
    }

  private:
    struct Before { // looks up without copies
        using is_transparent = void;
        bool operator()(auto const& a, auto const& b) const {
            return std::tie(std::get<0>(a), std::get<1>(a)) <
                   std::tie(std::get<0>(b), std::get<1>(b));
        }
    };
    std::string function_;
    std::map<std::pair<std::string, std::string>, Kind, Before> kinds_;
};

} // namespace

WaitingTraits waiting_traits(Channel channel, Document const* document) {
    WaitingTraits traits{std::string{channel_name(channel)}, "", "", "", "unread"};
    if (document == nullptr || document->status == ReadStatus::refused)
        return traits;
    auto const& language = document->language;
    traits[1] = language.empty() ? "" : language == "de" ? "de" : "other";
    auto const text = beginning(document->text);
    if (auto const words = words_in(text); words > 0) {
        traits[2] =
            text::are_simple_sentences(words, text::sentences(text).size()) ? "simple" : "other";
        traits[3] = words < kShortWords ? "short" : words < kLongWords ? "medium" : "long";
    }
    traits[4] = reading_of(*document);
    return traits;
}

std::string pack(WaitingTraits const& traits) {
    std::string packed;
    for (auto const& trait : traits)
        packed += fmt::format("{}{}", packed.empty() ? "" : " ", trait.empty() ? kUnknown : trait);
    return packed;
}

Result<WaitingTraits> unpack_waiting_traits(std::string_view packed) {
    WaitingTraits traits;
    for (std::size_t i = 0; i < traits.size(); ++i) {
        auto const end = packed.find(' ');
        bool const last = i + 1 == traits.size();
        if (packed.empty() || (end == std::string_view::npos) != last)
            return fail(Code::damaged, "database.rule", "traits");
        auto const trait = packed.substr(0, end);
        traits[i] = trait == kUnknown ? "" : trait;
        packed.remove_prefix(last ? packed.size() : end + 1);
    }
    return traits;
}

std::optional<std::int64_t> waited_days(Instant arrived, Instant now) {
    auto const days = day_number(date_in_berlin(now)) - day_number(date_in_berlin(arrived));
    if (days > kWaitingDaysMax)
        return std::nullopt;
    return std::max<std::int64_t>(days, 0); // a clock may be put back
}

Result<WaitingPeriod> waiting_period(Database& database, FunctionKey function, Date first,
                                     Date last) {
    return database.read_for<WaitingPeriod>([&](Sql& sql) -> Result<WaitingPeriod> {
        WaitingPeriod period;
        Kinds kinds{function};
        for (auto const& count :
             TRY(waiting_table::counts(sql, day_number(first), day_number(last)))) {
            auto const& [traits, shown] = *TRY(kinds.of(count.traits, count.shown));
            std::optional<std::int64_t> days;
            if (count.waited != waiting_table::kOpen)
                days = count.waited;
            period.letters.push_back(
                {traits, shown, days, static_cast<std::uint64_t>(count.letters)});
        }
        std::map<std::string, std::uint32_t> numbers;
        for (auto const& presence :
             TRY(waiting_table::presences(sql, day_number(first), day_number(last)))) {
            auto const& [traits, shown] = *TRY(kinds.of(presence.traits, presence.shown));
            auto const person =
                numbers.emplace(presence.account, static_cast<std::uint32_t>(numbers.size()))
                    .first->second;
            period.closers.push_back({traits, shown, person});
        }
        return period;
    });
}

} // namespace leitstand
