// SPDX-License-Identifier: EUPL-1.2
#include "text/stem.hpp"

#include <libstemmer.h>
#include <memory>
#include <unordered_map>

#include "base/assert.hpp"

namespace leitstand::text {

namespace {

constexpr std::size_t kRememberedMax = 20'000; // words; most post shares its vocabulary
constexpr std::size_t kWordBytesMax = 64;      // longer ones are no words

struct Stemmer {
    sb_stemmer* handle = sb_stemmer_new("german", "UTF_8");
    std::unordered_map<std::string, std::string> remembered;
    Stemmer() { ASSERT(handle != nullptr); }
    ~Stemmer() { sb_stemmer_delete(handle); }
    Stemmer(Stemmer const&) = delete;
    Stemmer& operator=(Stemmer const&) = delete;
};

} // namespace

std::string const& stem(std::string const& form) {
    thread_local Stemmer stemmer;
    if (form.size() > kWordBytesMax)
        return form;
    if (auto const known = stemmer.remembered.find(form); known != stemmer.remembered.end())
        return known->second;
    if (stemmer.remembered.size() >= kRememberedMax)
        stemmer.remembered.clear();
    auto const* bytes =
        sb_stemmer_stem(stemmer.handle, reinterpret_cast<sb_symbol const*>(form.data()),
                        static_cast<int>(form.size()));
    std::string result =
        bytes == nullptr ? form
                         : std::string(reinterpret_cast<char const*>(bytes),
                                       static_cast<std::size_t>(sb_stemmer_length(stemmer.handle)));
    return stemmer.remembered.emplace(form, std::move(result)).first->second;
}

} // namespace leitstand::text
