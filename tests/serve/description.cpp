// SPDX-License-Identifier: EUPL-1.2
#include "serve/description.hpp"

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <yaml-cpp/yaml.h>

#include <fmt/format.h>

namespace leitstand {

namespace {

using Json = nlohmann::json;

constexpr std::string_view kBase = "/api/v1";
std::atomic<std::size_t> judged{0};

// Texts in quotes stay texts; others are what they look like (YAML 1.2, core schema).
Json scalar(YAML::Node const& node) {
    auto const& text = node.Scalar();
    if (node.Tag() == "!")
        return text;
    if (text == "true" || text == "false")
        return text == "true";
    if (text == "null" || text == "~" || text.empty())
        return nullptr;
    auto const number = Json::parse(text, nullptr, false);
    return number.is_number() ? number : Json(text);
}

Json json_of_yaml(YAML::Node const& node) {
    if (node.IsMap()) {
        auto object = Json::object();
        for (auto const& pair : node)
            object[pair.first.Scalar()] = json_of_yaml(pair.second);
        return object;
    }
    if (node.IsSequence()) {
        auto list = Json::array();
        for (auto const& entry : node)
            list.push_back(json_of_yaml(entry));
        return list;
    }
    return node.IsScalar() ? scalar(node) : Json(nullptr);
}

// OpenAPI 3.0 says `nullable`, JSON Schema a second type. And a schema that names its members names
// all of them: what an answer holds beside them is not described.
void to_json_schema(Json& schema) {
    if (schema.is_array())
        for (auto& entry : schema)
            to_json_schema(entry);
    if (!schema.is_object())
        return;
    bool const is_nullable = schema.contains("nullable") && schema["nullable"].is_boolean() &&
                             schema["nullable"].get<bool>();
    schema.erase("nullable");
    if (schema.contains("properties") && !schema.contains("additionalProperties"))
        schema["additionalProperties"] = false;
    for (auto& [name, value] : schema.items())
        to_json_schema(value);
    if (is_nullable)
        schema = Json{{"anyOf", Json::array({Json{{"type", "null"}}, schema})}};
}

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        auto const end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool fits(std::vector<std::string> const& pattern, std::vector<std::string> const& path) {
    return pattern.size() == path.size() && std::equal(pattern.begin(), pattern.end(), path.begin(),
                                                       [](auto const& wanted, auto const& given) {
                                                           return wanted.starts_with('{') ||
                                                                  wanted == given;
                                                       });
}

class Description {
  public:
    Description()
        : whole_(json_of_yaml(
              YAML::LoadFile(std::string{LEITSTAND_SOURCE_DIR} + "/docs/formats/openapi.yaml"))) {
        auto components = whole_["components"]["schemas"];
        for (auto& [name, schema] : components.items())
            to_json_schema(schema);
        schemas_["schemas"] = std::move(components);
    }

    // The operations of a path, literal names before captured ones; null where there is none.
    Json const* operations(std::string_view path) const {
        auto const wanted = segments_of(path);
        Json const* found = nullptr;
        for (auto const& [pattern, operations] : whole_["paths"].items())
            if (fits(segments_of(pattern), wanted) &&
                (found == nullptr || pattern.find('{') == std::string::npos))
                found = &operations;
        return found;
    }
    Json const& resolved(Json const& place) const {
        if (!place.contains("$ref"))
            return place;
        return whole_.at(Json::json_pointer{place["$ref"].get<std::string>().substr(1)});
    }

    // What a value lacks of a schema; "" if it fits.
    std::string fault(Json const& schema, Json const& value) {
        std::lock_guard const lock{mutex_};
        auto& parsed = parsed_[schema.dump()];
        if (!parsed) {
            auto root = schema;
            to_json_schema(root);
            root = Json{{"allOf", Json::array({root})}, {"components", schemas_}};
            parsed = std::make_unique<Parsed>();
            parsed->text = std::move(root);
            valijson::SchemaParser parser;
            parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(parsed->text),
                                  parsed->schema);
        }
        ++judged;
        valijson::Validator validator;
        valijson::ValidationResults results;
        if (validator.validate(parsed->schema, valijson::adapters::NlohmannJsonAdapter(value),
                               &results))
            return {};
        std::string faults;
        valijson::ValidationResults::Error error;
        while (results.popError(error)) {
            for (auto const& step : error.context)
                faults += step;
            faults += ": " + error.description + "\n";
        }
        return faults;
    }

  private:
    struct Parsed {
        Json text;
        valijson::Schema schema;
    };
    Json const whole_;
    Json schemas_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Parsed>> parsed_;
};

Description& description() {
    static Description made;
    return made;
}

} // namespace

std::string fault_of_answer(std::string const& method, std::string const& path,
                            RawAnswer const& answer) {
    auto const plain = path.substr(0, path.find('?'));
    if (answer.status == 0 || !plain.starts_with(kBase))
        return {};
    auto const* operations = description().operations(plain.substr(kBase.size()));
    auto name = method;
    std::ranges::transform(name, name.begin(), [](char c) { return c | 0x20; });
    if (operations == nullptr || !operations->contains(name))
        return {};
    auto const& responses = (*operations)[name]["responses"];
    auto const status = std::to_string(answer.status);
    auto const about = fmt::format("{} {} {}: ", method, plain, status);
    bool const is_success = answer.status < 400;
    if (is_success && !responses.contains(status))
        return about + "the status is not described";
    auto const& place = responses.contains(status)      ? responses[status]
                        : responses.contains("default") ? responses["default"]
                                                        : Json::object();
    auto const& response = description().resolved(place);
    auto type = answer.header("content-type");
    type = type.substr(0, type.find(';'));
    if (!response.contains("content"))
        return answer.body.empty() ? std::string{} : about + "has a body that is not described";
    if (!response["content"].contains(type))
        return about + "the type is not described: " + type;
    if (!type.ends_with("json"))
        return {};
    auto const body = Json::parse(answer.body, nullptr, false);
    if (body.is_discarded())
        return about + "the body is no JSON";
    auto const fault = description().fault(response["content"][type]["schema"], body);
    return fault.empty() ? fault : about + fault + answer.body.substr(0, 2'000);
}

std::size_t judged_answers() {
    return judged;
}

} // namespace leitstand
