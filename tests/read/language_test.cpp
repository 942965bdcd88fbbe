// SPDX-License-Identifier: EUPL-1.2
#include "read/document.hpp"
#include "read/language.hpp"

#include <gtest/gtest.h>

namespace leitstand {

namespace {

struct Sample {
    std::string_view language, text;
};

} // namespace

TEST(Language, IsGuessedByItsSmallWords) {
    constexpr std::array kSamples{
        Sample{"de", "Sehr geehrte Damen und Herren, ich habe den Bescheid nicht bekommen und "
                     "bitte um eine Kopie."},
        Sample{"en",
               "Please send me the form, because I have not received it and the date is near."},
        Sample{"fr", "Je vous prie de me dire dans quelle ville est le bureau, et si une copie est "
                     "utile pour vous."},
        Sample{
            "es",
            "No sé qué papeles faltan para la ayuda, pero los mando con una copia del contrato."},
        Sample{"it",
               "Non ho ricevuto la lettera, e questo è anche il motivo per cui scrivo di nuovo."},
        Sample{"pl",
               "Proszę o termin, bo nie wiem jak to jest z dodatkiem, a mam dwoje dzieci w domu."},
        Sample{"tr",
               "Bu form için bir randevu istiyorum, çok bekledim ve benim cevabım daha gelmedi."},
        Sample{
            "nl",
            "Ik heb de brief van u niet, en het is voor mijn kind dat ik u schrijf met een vraag."},
        Sample{"ru",
               "Я не понимаю это письмо, и мне не сказали, что с ним делать и как вы ответите."},
        Sample{"uk", "Я не маю довідки, і мені це потрібно до неділі, як ви знаєте з листа."},
        Sample{"ar", "أطلب موعدا لأنني لا أفهم هذه الرسالة"},
        Sample{"fa", "من این نامه را نمی‌فهمم و برای گفتگو وقت "
                     "می‌خواهم، "
                     "پنج "
                     "روز "
                     "پیش "
                     "آمدم"},
        Sample{"el", "Δεν καταλαβαίνω αυτό το γράμμα και ζητώ ραντεβού"},
    };
    for (auto const& sample : kSamples)
        EXPECT_EQ(sample.language, guess_language(sample.text)) << sample.text;
}

TEST(Language, CapitalsAtTheBeginningOfASentenceCount) {
    EXPECT_EQ("de", guess_language("Ich Bin Nicht Da. Und Das Ist So."));
}

TEST(Language, StaysOpenWhereTheTextDoesNotTell) {
    EXPECT_EQ("", guess_language(""));
    EXPECT_EQ("", guess_language("DE02 1203 0000 0000 2020 51"));
    EXPECT_EQ("", guess_language("Zwetschgendatschi Apfelstrudel Kaiserschmarrn Palatschinken"));
}

TEST(Language, EachPartSpeaksForItself) {
    std::string const letter = "Ich bitte um Auskunft, wie es mit dem Antrag steht und was fehlt.";
    std::string const notice = "We write to inform you that your claim has been received by us.";
    Document document;
    document.text = letter + "\f" + notice;
    Part body, enclosure;
    body.span = {0, static_cast<std::uint32_t>(letter.size())};
    enclosure.number = 1;
    enclosure.span = {static_cast<std::uint32_t>(letter.size() + 1),
                      static_cast<std::uint32_t>(document.text.size())};
    EXPECT_EQ("de", language_of(body, document));
    EXPECT_EQ("en", language_of(enclosure, document));
}

} // namespace leitstand
