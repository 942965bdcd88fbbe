// SPDX-License-Identifier: EUPL-1.2
#include "serve/multipart.hpp"

#include "serve/http/http.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kBoundaryBytesMax = 70; // RFC 2046 section 5.1.1

bool is_boundary_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    auto const start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

// One `name=value` or `name="value"` at the start of `rest`, which must follow a semicolon; eats
// it.
struct Parameter {
    std::string name, value;
};
Result<Parameter> next_parameter(std::string_view& rest) {
    auto const malformed = [] { return fail(Code::bad_input, "multipart.malformed", "parameter"); };
    rest = trimmed(rest);
    if (rest.empty() || rest.front() != ';')
        return malformed();
    rest = trimmed(rest.substr(1));
    auto const equals = rest.find('=');
    if (equals == 0 || equals == std::string_view::npos)
        return malformed();
    Parameter parameter{ascii_lower(trimmed(rest.substr(0, equals))), {}};
    rest.remove_prefix(equals + 1);
    if (rest.empty() || rest.front() != '"') {
        auto const end = std::min(rest.find(';'), rest.size());
        parameter.value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return parameter;
    }
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        // Some programs escape a quote so; a backslash before anything else is part of a Windows
        // path.
        if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"')
            ++i;
        parameter.value += rest[i];
    }
    if (i >= rest.size())
        return malformed();
    rest.remove_prefix(i + 1);
    return parameter;
}

// Browsers write these three so in names (HTML, "multipart/form-data encoding algorithm"); other
// percent signs stand for themselves.
std::string without_browser_escapes(std::string text) {
    static constexpr std::array<std::pair<std::string_view, char>, 3> kEscapes{
        {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}};
    for (auto const& [escape, meaning] : kEscapes)
        for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1))
            text.replace(at, escape.size(), 1, meaning);
    return text;
}

Result<void> read_disposition(std::string_view value, PartHead& head) {
    auto const kind = value.substr(0, value.find(';'));
    if (!equal_ignoring_case(trimmed(kind), "form-data"))
        return fail(Code::bad_input, "multipart.malformed", "disposition");
    auto rest = value.substr(kind.size());
    bool has_name = false;
    while (!trimmed(rest).empty()) {
        auto parameter = TRY(next_parameter(rest));
        bool const is_name = parameter.name == "name";
        bool const is_file_name = parameter.name == "filename";
        if ((is_name && has_name) || (is_file_name && head.is_file))
            return fail(Code::bad_input, "multipart.malformed", "twice");
        if (is_name)
            head.name = without_browser_escapes(std::move(parameter.value));
        if (is_file_name)
            head.file_name = without_browser_escapes(std::move(parameter.value));
        has_name = has_name || is_name;
        head.is_file = head.is_file || is_file_name;
    }
    if (!has_name)
        return fail(Code::bad_input, "multipart.malformed", "no name");
    return {};
}

Result<void> read_field(std::string_view line, PartHead& head, bool& has_disposition) {
    auto const colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos ||
        line.find_first_of("\r\n") != std::string_view::npos ||
        line.find('\0') != std::string_view::npos)
        return fail(Code::bad_input, "multipart.malformed", "header");
    auto const name = ascii_lower(line.substr(0, colon));
    auto const value = trimmed(line.substr(colon + 1));
    if (name == "content-disposition") {
        if (has_disposition)
            return fail(Code::bad_input, "multipart.malformed", "two dispositions");
        has_disposition = true;
        return read_disposition(value, head);
    }
    if (name == "content-type")
        head.content_type = value;
    if (name == "content-transfer-encoding" && !equal_ignoring_case(value, "binary") &&
        !equal_ignoring_case(value, "8bit") && !equal_ignoring_case(value, "7bit"))
        return fail(Code::bad_input, "multipart.malformed",
                    "transfer encoding"); // RFC 7578 section 4.7
    return {};
}

Result<PartHead> read_head(std::string_view block) {
    PartHead head;
    bool has_disposition = false;
    while (!block.empty()) {
        auto const end = std::min(block.find("\r\n"), block.size());
        TRY(read_field(block.substr(0, end), head, has_disposition));
        block.remove_prefix(std::min(end + 2, block.size()));
    }
    if (!has_disposition)
        return fail(Code::bad_input, "multipart.malformed", "no disposition");
    return head;
}

} // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
    auto const wrong = [] { return fail(Code::bad_input, "multipart.boundary"); };
    auto const kind = content_type.substr(0, content_type.find(';'));
    if (!equal_ignoring_case(trimmed(kind), "multipart/form-data"))
        return wrong();
    auto rest = content_type.substr(kind.size());
    std::string boundary;
    while (!trimmed(rest).empty()) {
        auto const parameter = next_parameter(rest);
        if (!parameter || (parameter->name == "boundary" && !boundary.empty()))
            return wrong();
        if (parameter->name == "boundary")
            boundary = parameter->value;
    }
    if (boundary.empty() || boundary.size() > kBoundaryBytesMax || boundary.back() == ' ' ||
        !std::all_of(boundary.begin(), boundary.end(), is_boundary_char))
        return wrong();
    return boundary;
}

MultipartParser::MultipartParser(std::string boundary, MultipartLimits limits)
    : delimiter_("\r\n--" + std::move(boundary)), limits_(limits), pending_("\r\n") {
} // so that the first boundary, at the very start, looks like the others

Result<MultipartParser> MultipartParser::for_content_type(std::string_view content_type,
                                                          MultipartLimits limits) {
    return MultipartParser{TRY(multipart_boundary(content_type)), limits};
}

Result<void> MultipartParser::append(std::string_view bytes, MultipartSink& sink) {
    pending_ += bytes;
    while (TRY(step(sink))) {
    }
    pending_.erase(0, at_);
    at_ = 0;
    return {};
}

Result<void> MultipartParser::finish() const {
    if (state_ != State::done)
        return fail(Code::bad_input, "multipart.cut");
    return {};
}

Result<bool> MultipartParser::step(MultipartSink& sink) {
    switch (state_) {
    case State::preamble:
        return step_preamble();
    case State::after_boundary:
        return step_after_boundary();
    case State::headers:
        return step_headers(sink);
    case State::body:
        return step_body(sink);
    case State::done:
        at_ = pending_.size(); // an epilogue means nothing
        return false;
    }
    return false;
}

Result<bool> MultipartParser::step_preamble() {
    auto const found = pending_.find(delimiter_, at_);
    // The same outcome however the bytes are split: what is not found yet may still begin within
    // the limit.
    if (found == std::string::npos
            ? pending_.size() > limits_.preamble_bytes_max + delimiter_.size()
            : found > limits_.preamble_bytes_max)
        return fail(Code::bad_input, "multipart.malformed", "preamble");
    if (found == std::string::npos)
        return false;
    at_ = found + delimiter_.size();
    state_ = State::after_boundary;
    return true;
}

Result<bool> MultipartParser::step_after_boundary() {
    auto const next = std::string_view{pending_}.substr(at_, 2);
    if (next.size() < 2)
        return false;
    at_ += 2;
    if (next == "--") {
        state_ = State::done;
        return true;
    }
    if (next != "\r\n")
        return fail(Code::bad_input, "multipart.malformed", "boundary line");
    if (++parts_ > limits_.parts_max)
        return fail(Code::too_large, "multipart.too_many_parts");
    state_ = State::headers;
    return true;
}

Result<bool> MultipartParser::step_headers(MultipartSink& sink) {
    constexpr std::string_view kEnd = "\r\n\r\n";
    auto const end = pending_.find(kEnd, at_);
    if (end == std::string::npos ? pending_.size() - at_ > limits_.header_bytes_max + kEnd.size()
                                 : end - at_ > limits_.header_bytes_max)
        return fail(Code::too_large, "multipart.header_too_large");
    if (end == std::string::npos)
        return false;
    auto const head = TRY(read_head(std::string_view{pending_}.substr(at_, end - at_)));
    at_ = end + kEnd.size();
    TRY(sink.begin_part(head));
    state_ = State::body;
    return true;
}

Result<bool> MultipartParser::step_body(MultipartSink& sink) {
    auto const found = pending_.find(delimiter_, at_);
    // Without a match the last bytes may be the beginning of a delimiter.
    auto const keep = std::min(pending_.size() - at_, delimiter_.size() - 1);
    auto const end = found == std::string::npos ? pending_.size() - keep : found;
    if (end > at_)
        TRY(sink.part_bytes(std::string_view{pending_}.substr(at_, end - at_)));
    at_ = end;
    if (found == std::string::npos)
        return false;
    TRY(sink.end_part());
    at_ = found + delimiter_.size();
    state_ = State::after_boundary;
    return true;
}

} // namespace leitstand
