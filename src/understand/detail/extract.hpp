// SPDX-License-Identifier: EUPL-1.2
// The function `extract`: values that stand in the text, each with its place. Context words come
// from the catalogue's fields, forms and check digits from code. Private to understand/. Threads:
// any, after construction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/detail/phrases.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand::learn {
class LabelModel;
}

namespace leitstand::detail_understand {

// Keys of what is no field of the catalogue: found only to be masked and to know for whom a
// request is.
inline constexpr std::string_view kPersonName = "person_name";  // besides sender and children
inline constexpr std::string_view kSalutation = "salutation";   // that tells the sex
inline constexpr std::string_view kNationality = "nationality"; // outside matters of residence
inline constexpr std::string_view kBirthPlace = "birth_place";
inline constexpr std::string_view kMaskedOnly = "masked_only"; // a name or birth date in doubt

struct Found {
    std::string key;   // a field of the catalogue, or one of the keys above
    std::string value; // normalised
    std::optional<std::string> role;
    std::optional<int> group;
    ByteSpan span; // in Scene::text()
    double score = 1;
    std::optional<double> probability = std::nullopt; // where a trained model decided
};

// Where context words of the fields stand in one scene.
class Context {
  public:
    struct Hit {
        std::uint16_t word = 0; // index into Contexts::words_
        ByteSpan span;
        std::uint32_t sentence = 0;
        std::size_t line = 0;
    };
    // How strongly the words of `name` ("birth_date", "amount.miete", "cue.no_date") speak for the
    // value at `span`: words before it on the line count most, then behind it, then in its
    // sentence, then at the end of the line above.
    double near(std::string_view name, ByteSpan span) const;
    // The nearest hit of `name` before `span` in the same sentence or line, if any.
    Hit const* before(std::string_view name, ByteSpan span) const;
    std::vector<Hit> const& all(std::string_view name) const;
    // The roles that the catalogue knows for a field, in its order.
    std::vector<std::string> roles(std::string_view field) const;

  private:
    friend class Contexts;
    class Contexts const* contexts_ = nullptr;
    Scene const* scene_ = nullptr;
    std::vector<std::vector<Hit>> hits_; // per name
};

class Contexts {
  public:
    explicit Contexts(Catalogue const& catalogue);
    Context in(Scene const& scene) const;

  private:
    friend class Context;
    struct Word {
        std::uint16_t name = 0;
        double weight = 0;
    };
    std::uint16_t name_number(std::string const& name);
    void add(std::string const& name, std::vector<Phrase> const& phrases);
    int find_name(std::string_view name) const;

    Phrases phrases_;
    std::vector<std::string> names_;
    std::map<std::string, int, std::less<>> numbers_; // of names
    std::vector<Word> words_;
    std::vector<std::vector<std::uint16_t>> words_of_phrase_;
};

// Each finds its kind; later ones see what earlier ones found, so that no number is read twice.
void find_identifiers(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_contacts(Scene const& scene, Context const& context, std::vector<Found>& out);
// The town behind the sender's name at a line's end, where no other was found: "Zenta Obermaier,
// Mühldorf".
void find_town_beside(Scene const& scene, ByteSpan name, std::vector<Found>& out);
void find_names(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_children(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_employers(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_date_fields(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_amount_fields(Scene const& scene, Context const& context, std::vector<Found>& out);
void find_traits(Scene const& scene, Context const& context, std::vector<Found>& out);

bool overlaps(std::vector<Found> const& found, ByteSpan span);

// All of them in their order. With a model it decides what dates, amounts and names are
// (learned_fields.hpp); without one the rules do.
std::vector<Found> extract(Scene const& scene, Contexts const& contexts,
                           learn::LabelModel const* model = nullptr);
// What the judging functions must not see: names, titles that tell the sex, nationality, places of
// birth, identifiers, birth dates, addresses, contacts.
std::vector<ByteSpan> masks(Scene const& scene, std::vector<Found> const& found);

} // namespace leitstand::detail_understand
