// SPDX-License-Identifier: EUPL-1.2
// The sentences of what is open. Who must do it follows from the key: the body itself, who keeps
// the dossier, or the head of the authority.
#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "govern/participation/detail/round.hpp"

namespace leitstand::participation {

namespace {

struct Sentence {
    std::string_view key, german, english;
    std::string_view role; // empty: the body's own
};

constexpr std::string_view kKeeper = "governance";

constexpr std::array kSentences{
    Sentence{"participation.not_invited", "Noch nicht eingeladen.", "Not invited yet.", kKeeper},
    Sentence{"participation.documents_missing",
             "Eingeladen, aber die Unterlagen fehlen. Die Frist beginnt erst mit ihnen.",
             "Invited, but the papers are missing. The period begins only with them.", kKeeper},
    Sentence{"participation.documents_requested",
             "Weitere Unterlagen sind verlangt. Sobald sie übergeben sind, läuft die Frist neu.",
             "More papers were asked for. Once they are handed over the period runs anew.",
             kKeeper},
    Sentence{"participation.answer_awaited", "Eine Äußerung steht noch aus.",
             "A word is still awaited.", ""},
    Sentence{"participation.period_runs", "Die Frist für die Äußerung läuft.",
             "The period for an answer is running.", ""},
    Sentence{"participation.overdue",
             "Die Frist ist abgelaufen. Schweigen bedeutet hier nichts: Fragen Sie nach.",
             "The period has run out. Silence means nothing here: ask again.", kKeeper},
    Sentence{
        "participation.silence_unnoted",
        "Die Frist ist ohne Äußerung abgelaufen. Halten Sie fest, dass nichts eingegangen ist.",
        "The period ran out without a word. Record that nothing came in.", kKeeper},
    Sentence{"participation.approval_withdrawn",
             "Eine Zustimmung ist zurückgenommen. Sprechen Sie miteinander und laden Sie neu ein.",
             "An approval was taken back. Talk to each other and invite anew.", kKeeper},
    Sentence{"participation.vote_unanswered",
             "Das Votum ist ablehnend. Sagen Sie unverzüglich, ob Sie ihm folgen.",
             "The vote is against. Say at once whether you follow it.", kKeeper},
    Sentence{"participation.objection_unanswered", "Ein Einwand ist noch nicht beantwortet.",
             "An objection has no answer yet.", kKeeper},
    Sentence{"participation.demand_possible",
             "Dem Votum wird nicht gefolgt. Bis zu diesem Tag können die Gründe verlangt werden.",
             "The vote is not followed. Until that day the reasons may be asked for.", ""},
    Sentence{"participation.reasons_owed",
             "Die Gründe, dem Votum nicht zu folgen, sind in Textform mitzuteilen.",
             "The reasons for not following the vote are to be given in writing.", kKeeper},
    Sentence{"participation.remedy_possible",
             "Gegen die Gründe ist bis zu diesem Tag ein Einspruch möglich.",
             "Until that day a formal objection to the reasons is possible.", ""},
    Sentence{"participation.remedy_undecided",
             "Über den Einspruch ist zu entscheiden. Bis dahin ruht die Maßnahme.",
             "The formal objection is to be decided. Until then the measure rests.", "management"},
    Sentence{"participation.remedy_upheld",
             "Der Einspruch hatte Erfolg. Ändern Sie die Maßnahme und laden Sie neu ein.",
             "The formal objection was upheld. Change the measure and invite anew.", kKeeper},
    Sentence{"participation.refused",
             "Die Zustimmung ist verweigert. Bis zu diesem Tag kann das Stufenverfahren beginnen; "
             "danach unterbleibt die Maßnahme.",
             "Consent is refused. Until that day the step procedure may begin; behind it the "
             "measure is dropped.",
             "management"},
    Sentence{"participation.refused_unclocked",
             "Die Zustimmung ist verweigert. Ohne Einigung oder das Verfahren nach dem Recht Ihres "
             "Landes unterbleibt die Maßnahme.",
             "Consent is refused. Without an agreement or the procedure by the law of your Land "
             "the measure is dropped.",
             "management"},
    Sentence{
        "participation.refused_finally",
        "Die Zustimmung ist verweigert, und bis zu diesem Tag hat niemand die übergeordnete Stelle "
        "angerufen. Die Maßnahme unterbleibt, oder Sie ändern sie und laden neu ein.",
        "Consent is refused, and until that day nobody brought it before the superior body. The "
        "measure is dropped, or you change it and invite anew.",
        kKeeper},
    Sentence{"participation.superior_owes",
             "Die übergeordnete Dienststelle soll die Sache der Stufenvertretung vorlegen.",
             "The superior authority is to bring the matter before its staff council.",
             "management"},
    Sentence{"participation.superior_decides", "Die Stufenvertretung ist am Zug.",
             "It is the turn of the superior staff council.", "management"},
    Sentence{"participation.conciliation_runs", "Die Einigungsstelle ist angerufen.",
             "The conciliation board was called.", "management"},
    Sentence{"participation.conciliation_possible",
             "Die Stufenvertretung hat nicht zugestimmt. Jede Seite kann die Einigungsstelle "
             "anrufen.",
             "The superior staff council did not consent. Either side may call the conciliation "
             "board.",
             "management"},
    Sentence{"participation.last_word_due",
             "Die Einigungsstelle hat eine Empfehlung beschlossen. Die oberste Dienstbehörde "
             "entscheidet endgültig.",
             "The conciliation board made a recommendation. The supreme authority has the last "
             "word.",
             "management"},
    Sentence{"participation.conciliation_denied",
             "Die Einigungsstelle hat die Zustimmung nicht ersetzt. Die Maßnahme unterbleibt, oder "
             "Sie ändern sie und laden neu ein.",
             "The conciliation board did not replace the consent. The measure is dropped, or you "
             "change it and invite anew.",
             kKeeper},
    Sentence{"participation.dropped", "Die Maßnahme ist aufgegeben.", "The measure is given up.",
             kKeeper},
    Sentence{"participation.undecided", "Die Entscheidung der Leitung steht noch aus.",
             "The head of the authority has not decided yet.", "management"},
    Sentence{"participation.decided_against", "Die Leitung hat sich dagegen entschieden.",
             "The head of the authority decided against it.", kKeeper},
    Sentence{"participation.out_of_order",
             "War zu früh an der Reihe: Eine andere Beteiligung musste vorher enden. Laden Sie neu "
             "ein, sobald sie beendet ist.",
             "Came too early: another part had to end before. Invite anew once it has.", kKeeper},
    Sentence{"participation.decided_too_early",
             "Die Leitung hat entschieden, bevor alle gehört waren. Die Entscheidung ist danach zu "
             "wiederholen.",
             "The head of the authority decided before all were heard. The decision is to be taken "
             "again afterwards.",
             "management"},
    Sentence{"participation.catch_up",
             "Ohne Anhörung ist entschieden worden. Setzen Sie den Vollzug aus und holen Sie die "
             "Anhörung bis zu diesem Tag nach.",
             "A decision was taken without the hearing. Suspend it and hold the hearing by that "
             "day.",
             "management"},
    Sentence{"participation.decision_untold",
             "Die Entscheidung der Leitung ist unverzüglich mitzuteilen.",
             "The decision of the head of the authority is to be told at once.", kKeeper},
    Sentence{"participation.role_held_by_nobody",
             "Kein Konto hat dieses Amt. Legen Sie eines an, oder tragen Sie ein, was auf anderem "
             "Weg gesagt wurde.",
             "No account holds this office. Make one, or enter what was said in another way.",
             "administrator"},
};

} // namespace

OpenPoint open_point(std::string_view key, Participant const& body, std::optional<Date> due) {
    auto const found = std::find_if(kSentences.begin(), kSentences.end(),
                                    [&](Sentence const& one) { return one.key == key; });
    ASSERT(found != kSentences.end());
    OpenPoint point;
    point.key = key;
    point.subject = body.key;
    point.german = fmt::format("{}: {}", body.name, found->german);
    point.english = fmt::format("{}: {}", body.name_en, found->english);
    point.role = found->role.empty() ? (body.role.empty() ? std::string{kKeeper} : body.role)
                                     : std::string{found->role};
    point.due = due;
    return point;
}

} // namespace leitstand::participation
