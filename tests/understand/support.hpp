// SPDX-License-Identifier: EUPL-1.2
// Shared by the tests of understand: the shipped catalogue, modes by table, documents from text.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <unistd.h>

#include "understand/understand.hpp"

namespace leitstand::test {

class Modes : public FunctionModes {
  public:
    Modes() = default;
    explicit Modes(std::map<FunctionKey, Mode> modes) : modes_(std::move(modes)) {}
    Mode mode(FunctionKey key) const override {
        auto const found = modes_.find(key);
        return found == modes_.end() ? Mode::assist : found->second;
    }

  private:
    std::map<FunctionKey, Mode> modes_;
};

inline std::shared_ptr<Catalogue const> catalogue() {
    static auto const loaded =
        Catalogue::load(std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de");
    EXPECT_TRUE(loaded.has_value());
    return *loaded;
}

inline Understander const& understander() {
    static Understander const made(catalogue());
    return made;
}

inline Document document(std::string text, std::string subject = {}) {
    Document out;
    out.language = "de";
    out.text = std::move(text);
    out.envelope.subject = std::move(subject);
    Part part;
    part.span = {0, static_cast<std::uint32_t>(out.text.size())};
    out.parts.push_back(part);
    return out;
}

inline Finding const* find(Understanding const& understanding, std::string_view key,
                           std::string_view value = {}) {
    for (auto const& finding : understanding.findings)
        if (finding.key == key && (value.empty() || finding.value == value))
            return &finding;
    return nullptr;
}

// A folder of its own, removed at the end.
class Folder {
  public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("understand-{}-{}", ::getpid(), ++made)) {
        std::filesystem::create_directories(path_);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path write(std::string const& name, std::string const& bytes) const {
        std::ofstream(path_ / name) << bytes;
        return path_ / name;
    }

  private:
    inline static int made = 0;
    std::filesystem::path path_;
};

struct Row {
    int line;
    std::string text, expected;
};

inline std::vector<Row> table(std::string const& name) {
    std::ifstream file(std::string(LEITSTAND_SOURCE_DIR) + "/tests/understand/" + name);
    std::vector<Row> rows;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line[0] == '#')
            continue;
        auto const tab = line.find('\t');
        auto text = line.substr(0, tab);
        for (std::size_t at; (at = text.find("\\n")) != std::string::npos;)
            text.replace(at, 2, "\n");
        rows.push_back({number, text, tab == std::string::npos ? "" : line.substr(tab + 1)});
    }
    EXPECT_FALSE(rows.empty()) << name;
    return rows;
}

// A letter that has something of everything.
inline std::string full_letter() {
    return "Ayşe Yıldırım\nLerchenweg 14\n24113 Kiel\n\nKiel, den 9. Februar 2026\n\nSehr geehrte "
           "Damen und Herren,\n\n"
           "gegen Ihren Bescheid vom 3.3.2026 lege ich Widerspruch ein. Mein Kindergeld "
           "(515FK999999) für meinen Sohn Emil, geb. "
           "02.05.2017, kommt nicht. Im Kühlschrank ist nichts mehr zu essen.\n\nBitte überweisen "
           "Sie auf DE89 3704 0044 0532 0130 "
           "00.\nIch bin am 25.09.1987 geboren.\n\nAnlage: Geburtsurkunde\n\nMit freundlichen "
           "Grüßen\nAyşe Yıldırım\n";
}

} // namespace leitstand::test
