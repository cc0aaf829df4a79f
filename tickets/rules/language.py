"""Which of our two languages a text is written in, and the words that say only that.

Function words tell the language and nothing about the fault, so what follows from them here
(`FUNCTION_WORDS`) is what the classifier must not listen to.
"""

import re
from collections.abc import Iterable

from tickets.rules.folding import fold

_FRENCH_WORDS = """
a ai aie aient ait alors apres as assez au aucun aucune aucunes aucuns aujourd auquel aura aurait
aussi autant autre autres aux auxquels avaient avait avant avec avez avoir avons ayant bcp beaucoup
bien bonjour bonsoir bref c ca car ce ceci cela celle celles celui cependant certains ces cet cette
ceux chaque chez ci comme comment cordialement d dans de deja depuis derriere des desormais devant
devez devrait dimanche dit dois doit doivent donc dont du elle elles en encore enfin ensuite entre
environ es est et etaient etais etait etant etc ete etes etiez etre eu eux faire fait faites fois
font fut heure heures hier hui ici il ils j jamais je jeudi jour jours jusqu jusque l la laquelle le
lequel les lesquels leur leurs lors lorsque lui lundi m ma madame mademoiselle mais malgre mardi
matin me meme memes merci mercredi mes midi mieux minute minutes mlle mme mmes moi moins mon
monsieur n ne ni nos notre nous nuit on ont or ou par parce parfois pas pb pendant personne peu peut
peuvent peux plait plus plusieurs plutot pour pourquoi pourriez pourtant pouvez pouvons pres
probleme problemes puis puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels
qui quoi rien s sa sais sait salut samedi sans se semaine sera serait ses seule seulement si sinon
soir soit sommes son sont souci soucis souvent stp suis sur svp t ta tel telle tellement toujours
tous tout toute toutes tres trop tu un une urgence urgent vendredi vers veuillez via voici voila
vont vos votre voulez vous y
"""
_FRENCH = frozenset(_FRENCH_WORDS.split())
_ENGLISH_WORDS = """
a about after afternoon again ago all almost also although always am an and any anyone anything are
around as asap at be because been before being both but by came can cannot come could d day days did
didn do does doesn doing don done each either else etc even evening ever every everything few for
friday from get gets getting give go goes going good got had has have having he hello help her here
hi his hour hours how however i if in into is isn issue issues it its just keep keeps last least let
like ll look looks lot m made make many may maybe me might minute minutes monday more morning most
mr mrs much must my need needs neither never night no none nor not nothing now of ok okay on once
one only onto or other our out over own per please pls possible problem problems quite rather re
really regards s said same saturday saw says see seem seems seen several shall she should since so
some someone something still such sunday sure t take than thank thanks that the their them then
there these they thing this those though through thursday thus till to today tomorrow tonight too
tried try trying tuesday two until up upon urgent us use used using ve very via was wasn way we
wednesday week well were what when where whether which while who whole whom why will with within
without won would wouldn yes yesterday yet you your
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FRENCH_FIELD_WORDS = """
accents alerte alim alimentation allume appli arrete baie bande barrette base boite bouton bruit
carte cassette chaud client clignote compte connexion controleur correctif demarrage demarre
disque disques dit echec ecran envoyer erreur eteint fichier fichiers file hs impossible lecteur
lent lenteur licence machine memoire messagerie mot noeud nouveau onduleur ordinateur panne pile
pilote plante plein poste processeur rame requete reseau rouge salle sauvegarde serveur serveurs
surveillance tache tombe utilisateur utilisateurs ventilateur ventilo vert voyant voyants
"""
_ENGLISH_FIELD_WORDS = """
account amber array battery board boot broken burnt button card code controller crash crashes
database dead degraded disk diskette domain down drive driver drives eats empty error explorer
failed fails failure fan fault fuse green hangs hardware hitting infection key light lights lock
log lost mailbox medium memory missing monitor motor needed noise package page password power
queue red replaced reset running schedule second server setting share slow smell smoke sparks
stack stopped stuck supply tape threshold trust user users wrong
"""
_FRENCH_FIELD = frozenset(_FRENCH_FIELD_WORDS.split())
_ENGLISH_FIELD = frozenset(_ENGLISH_FIELD_WORDS.split())
FUNCTION_WORDS = _FRENCH | _ENGLISH

_WORDS_OF_NEIGHBOURS = """
aber auch auf beim das dass dem der eine einen einer hat ich ist kann kein keine mehr mit nach nicht
noch oder seit sich sind und unser unsere von vom wenn werden wird wir wurde zum zur
al aqui como con cuando desde despues el esta estan hay las los muy nada nuestro nuestra para pero
por porque puede puedo sin tambien una
alla anche che dal dalla degli della delle dello di dopo gli nel nella nostro perche piu quando
questa questo sono
als bij deze dit een geen het kan maar met naar niet ook onze op van voor wij wordt zijn
ao apos depois ela ele foi isso mas nao nossa nosso pelo pela sao tem uma
"""
"""What German, Spanish, Italian, Dutch and Portuguese say all the time."""
_NEIGHBOURS = frozenset(_WORDS_OF_NEIGHBOURS.split()) - FUNCTION_WORDS
_FEWEST_OF_A_NEIGHBOUR = 2

_ONLY_FRENCH = _FRENCH - _ENGLISH
_ONLY_ENGLISH = _ENGLISH - _FRENCH
_ONE_OF_OURS = _ONLY_FRENCH | _ONLY_ENGLISH
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
    french = 3 * _count(words, _ONLY_FRENCH) + _count(words, _FRENCH_FIELD)
    french += 2 * min(accents, 1 + len(words))
    english = 3 * _count(words, _ONLY_ENGLISH) + _count(words, _ENGLISH_FIELD)
    if french == english:
        french = sum(word.endswith(_FRENCH_ENDINGS) for word in words)
        english = sum(word.endswith(_ENGLISH_ENDINGS) for word in words)
    return "en" if english > french else "fr"


def is_of_a_neighbour(text: str) -> bool:
    """Tell whether a text is in another language: it says no fewer of its words than of ours."""
    words = frozenset(_WORD.findall(fold(text[:_LANGUAGE_SHOWS_WITHIN])))
    theirs = len(words & _NEIGHBOURS)
    return theirs >= _FEWEST_OF_A_NEIGHBOUR and theirs >= len(words & _ONE_OF_OURS)


def _count(words: Iterable[str], among: frozenset[str]) -> int:
    return len([word for word in words if word in among])
