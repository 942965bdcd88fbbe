// SPDX-License-Identifier: EUPL-1.2
#include "tests/reader/made_pdf.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace leitstand::test {

std::string make_pdf(PageParts const& parts) {
    std::string const tones = "\x10\x40\x70\xa0\x30\x60\x90\x20\x50\x80\x15\x45\x75\x25\x55\x85";
    std::vector<std::pair<int, std::string>> objects{
        {1, "<</Type/Catalog/Pages 2 0 R" + parts.catalog + ">>"},
        {2, fmt::format("<</Type/Pages/Kids[3 0 R {}]/Count {}>>", parts.kids,
                        1 + std::count(parts.kids.begin(), parts.kids.end(), 'R'))},
        {3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + parts.page +
                "/Resources<</Font<</F1 5 0 R/F2 6 0 R" + parts.fonts + ">>/XObject<</P1 7 0 R>>" +
                parts.resources + ">>>>"},
        {4,
         fmt::format("<</Length {}>>stream\n{}\nendstream", parts.content.size(), parts.content)},
        {5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"},
        {6, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"},
        {7, fmt::format("<</Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray"
                        "/BitsPerComponent 8/Length {}>>stream\n{}\nendstream",
                        tones.size(), tones)}};
    int number = 20;
    for (auto const& object : parts.objects)
        objects.emplace_back(number++, object);
    std::string file = "%PDF-1.7\n";
    std::map<int, std::size_t> places;
    for (auto const& [n, body] : objects) {
        places[n] = file.size();
        file += fmt::format("{} 0 obj\n{}\nendobj\n", n, body);
    }
    auto const table = file.size();
    file += "xref\n0 1\n0000000000 65535 f \n";
    for (auto const& [n, place] : places)
        file += fmt::format("{} 1\n{:010} 00000 n \n", n, place);
    return file +
           fmt::format("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", number, table);
}

} // namespace leitstand::test
