// SPDX-License-Identifier: EUPL-1.2
#include "base/json.hpp"

#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

// Walks the text once without building anything, so that a hostile text costs no memory.
class Guard final : public nlohmann::json_sax<Json> {
  public:
    explicit Guard(std::size_t depth_max) : depth_max_(depth_max) {}

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, string_t const&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override {
        keys_.emplace_back();
        return deeper();
    }
    bool end_object() override {
        keys_.pop_back();
        --depth_;
        return true;
    }
    bool start_array(std::size_t) override { return deeper(); }
    bool end_array() override {
        --depth_;
        return true;
    }
    bool key(string_t& name) override {
        if (keys_.back().insert(name).second)
            return true;
        problem_ = "json.duplicate_key";
        return false;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override {
        problem_ = "json.not_json";
        return false;
    }
    std::string const& problem() const { return problem_; }

  private:
    bool deeper() {
        if (++depth_ <= depth_max_)
            return true;
        problem_ = "json.too_deep";
        return false;
    }

    std::size_t depth_max_;
    std::size_t depth_ = 0;
    std::vector<std::set<std::string>> keys_;
    std::string problem_;
};

} // namespace

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.size_bytes_max)
        return fail(Code::too_large, "json.too_large");
    if (text.find('\0') != std::string_view::npos) // the parser takes it for the end of the text
        return fail(Code::bad_input, "json.not_json");
    Guard guard{limits.depth_max};
    try {
        if (!Json::sax_parse(text, &guard))
            return fail(guard.problem() == "json.too_deep" ? Code::too_large : Code::bad_input,
                        guard.problem());
        return Json::parse(text);
    } catch (std::exception const&) {
        return fail(Code::bad_input, "json.not_json");
    }
}

std::string print_json(Json const& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace leitstand
