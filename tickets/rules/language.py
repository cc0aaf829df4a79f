"""Which of our two languages a text is written in, and the words that say only that.

Function words tell the language and nothing about the fault, so what follows from them here
(`FUNCTION_WORDS`) is what the classifier must not listen to.
"""

import re
from collections.abc import Iterable

from tickets.rules.folding import fold

_FRENCH = frozenset(
    """
    a ai aie aient ait alors apres as assez au aucun aucune aucunes aucuns auquel aura aurait aussi autant
    autre autres aux auxquels avaient avait avant avec avez avoir avons ayant beaucoup bien bonjour bonsoir
    bref c ca car ce ceci cela celle celles celui cependant certains ces cet cette ceux chaque chez ci
    comme comment d dans de deja depuis derriere des desormais devant devez devrait dit dois doit doivent donc
    dont du elle elles en encore enfin ensuite entre environ est et etaient etais etait etant etc ete etes
    etiez etre eu eux fait faire faites font fois fut hier ici il ils j jamais je jour jours jusqu jusque l
    la laquelle le lequel les lesquels leur leurs lors lorsque lui m ma mais malgre me meme memes merci mes
    mieux moi moins mon n ne ni nos notre nous on ont or ou par parce parfois pas pendant personne peu peut
    peuvent peux plait plus plusieurs plutot pour pourquoi pourriez pourtant pouvez pouvons pres puis
    puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui quoi rien s sa sais sait
    sans se sera serait ses seule seulement si sinon soit sommes son sont souvent sur svp t ta tel telle
    tellement tous tout toute toutes toujours tres trop tu un une urgent urgence vers veuillez via voici voila vont vos
    votre voulez vous y aujourd hui matin soir midi nuit semaine heure heures minute minutes bcp salut cordialement
    lundi mardi mercredi jeudi vendredi samedi dimanche pb probleme problemes souci soucis svp stp
    """.split()
)
_ENGLISH = frozenset(
    """
    a about after again ago all almost also although always am an and any anyone anything are around as at
    be because been before being both but by came can cannot come could d did didn do does doesn doing
    don done each either else etc even ever every everything few for from get gets getting give go goes
    going good got had has have having he hello help her here hi his how however i if in into is isn it its
    just keep keeps last least let like ll look looks lot m made make many may maybe me might more most
    much must my need needs neither never no none nor not nothing now of ok okay on once one only onto or other our
    out over own per please pls possible quite rather re really regards s said same saw says see seem seems
    seen several shall she should since so some someone something still such sure t take than thank thanks
    that the their them then there these they thing this those though through thus till to today tomorrow
    tonight too tried try trying two until up upon us use used using ve very via was wasn way we week well were
    what when where whether which while who whole whom why will with within without won would wouldn yes
    yesterday yet you your morning afternoon evening night monday tuesday wednesday thursday friday saturday
    sunday hour hours minute minutes day days problem problems issue issues urgent asap
    """.split()
)
FUNCTION_WORDS = _FRENCH | _ENGLISH

_ONLY_FRENCH = _FRENCH - _ENGLISH
_ONLY_ENGLISH = _ENGLISH - _FRENCH
_FRENCH_LETTERS = re.compile(r"[àâçéèêëîïôùûœ]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_LANGUAGE_SHOWS_WITHIN = 4_000  # characters
_FRENCH_ENDINGS = ("tion", "ment", "eur", "eurs", "age", "aire", "ique", "aux", "ee", "ees", "er")
_ENGLISH_ENDINGS = ("ing", "ed", "ly", "ness", "ure", "ght", "wn", "ck")


def detect_language(text: str) -> str:
    """Return `fr` or `en`, the likelier; without any sign it is French, the agreement's first."""
    seen = text[:_LANGUAGE_SHOWS_WITHIN]
    words = _WORD.findall(fold(seen))
    accents = len(_FRENCH_LETTERS.findall(seen))
    french = 3 * _count(words, _ONLY_FRENCH) + 2 * min(accents, 1 + len(words))
    english = 3 * _count(words, _ONLY_ENGLISH)
    if french == english:
        french = sum(word.endswith(_FRENCH_ENDINGS) for word in words)
        english = sum(word.endswith(_ENGLISH_ENDINGS) for word in words)
    return "en" if english > french else "fr"


def _count(words: Iterable[str], among: frozenset[str]) -> int:
    return sum(word in among for word in words)
