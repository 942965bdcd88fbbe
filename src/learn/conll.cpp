// SPDX-License-Identifier: EUPL-1.2
#include "learn/conll.hpp"

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "learn/bio_tags.hpp"
#include "learn/detail/file_text.hpp"

namespace leitstand::learn {

namespace {

// Characters that would end a line or move a cursor where the token is printed again: C0 and C1
// controls but the tab, and the line and paragraph separators (Unicode 15, ch. 23.1, 5.8).
bool breaks_lines(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const c = static_cast<unsigned char>(line[i]);
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return true;
        if (c == 0xC2 && i + 1 < line.size() && static_cast<unsigned char>(line[i + 1]) < 0xA0)
            return true;
        if (line.substr(i, 3) == "\xE2\x80\xA8" || line.substr(i, 3) == "\xE2\x80\xA9")
            return true;
    }
    return false;
}

class Parser {
  public:
    Parser(ConllText& text, LabelColumn column, std::string const& name)
        : text_(text), column_(column), name_(name) {}

    Result<void> line(std::string_view line) {
        ++number_;
        if (line.size() > kConllLineBytesMax)
            return wrong(Code::too_large, "conll.line_too_long");
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty()) {
            end_sentence();
            return {};
        }
        if (!is_utf8(line))
            return wrong(Code::bad_input, "conll.not_utf8");
        if (breaks_lines(line))
            return wrong(Code::bad_input, "conll.control");
        return token(line);
    }

    void end_sentence() {
        if (text_.tokens.size() > begin_)
            text_.sentence_ends.push_back(text_.tokens.size());
        begin_ = text_.tokens.size();
    }

  private:
    Result<void> token(std::string_view line) {
        auto const tab = line.find('\t');
        auto const token = line.substr(0, tab);
        bool const alone = tab == std::string_view::npos;
        if (token.empty() || (alone && column_ == LabelColumn::required) ||
            (!alone && line.find('\t', tab + 1) != std::string_view::npos))
            return wrong(Code::bad_input, "conll.columns");
        if (text_.tokens.size() - begin_ == kSentenceTokensMax)
            return wrong(Code::too_large, "conll.sentence_too_long");
        if (column_ == LabelColumn::required)
            TRY(label(line.substr(tab + 1)));
        text_.tokens.push_back(token);
        return {};
    }

    Result<void> label(std::string_view label) {
        auto const parts = bio_label(label);
        if (!parts)
            return wrong(Code::bad_input, "conll.label");
        if (parts->letter == 'I') {
            auto const before =
                text_.tokens.size() == begin_ ? BioLabel{} : *bio_label(text_.labels.back());
            if (before.type != parts->type) {
                ++text_.repaired;
                label = begin_label(parts->type);
            }
        }
        text_.labels.push_back(label);
        return {};
    }

    // "B-X"; a set keeps its strings in place when it is moved.
    std::string_view begin_label(std::string_view type) {
        auto const [place, is_new] = text_.made_labels.insert(fmt::format("B-{}", type));
        return *place;
    }

    tl::unexpected<Error> wrong(Code code, std::string_view key) const {
        return fail(code, std::string{key}, fmt::format("{}:{}", name_, number_));
    }

    ConllText& text_;
    LabelColumn column_;
    std::string const& name_;
    std::size_t number_ = 0;
    std::size_t begin_ = 0; // of the sentence, in tokens
};

} // namespace

Result<ConllText> parse_conll(std::string bytes, LabelColumn column, std::string const& name) {
    ConllText text;
    text.sha256 = to_hex(leitstand::sha256(bytes));
    text.bytes = std::make_unique<std::string const>(std::move(bytes));
    Parser parser{text, column, name};
    std::string_view rest = *text.bytes;
    if (rest.starts_with(kByteOrderMark))
        rest.remove_prefix(kByteOrderMark.size());
    while (!rest.empty()) {
        auto const end = rest.find('\n');
        TRY(parser.line(rest.substr(0, end)));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    parser.end_sentence();
    if (text.tokens.empty())
        return fail(Code::bad_input, "conll.empty", name);
    return text;
}

Result<ConllText> read_conll(std::filesystem::path const& path, LabelColumn column) {
    return parse_conll(TRY(read_regular_file(path, kConllFileBytesMax)), column, path.string());
}

} // namespace leitstand::learn
