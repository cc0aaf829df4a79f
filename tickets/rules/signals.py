"""What an engineer reads at once in a report: lamps, smells, POST and STOP codes, event sources.

Each signal is a pattern over the folded words of a text joined by single blanks. How much it
weighs, and for whom, is learned; here stands only what it looks like.
"""

import re
from collections.abc import Iterator

_LOOKS_LIKE: dict[str, str] = {
    "burning": (
        r"fumee|fume|odeur|brulee?s?|crame\w*|roussi|smoke|smok\w+|smell\w*|burnt?|burning"
        r"|etincelles?|sparks?|grillee?s?|fried"
    ),
    "noise": (
        r"bips?|bipp?e|beeps?|beeping|bruits?|grince\w*|claque\w*|clics?|clicks?|clicking"
        r"|noises?|noisy|grinding|siffle\w*|whin\w+|rattl\w+|ronfle\w*|vibr\w+|squeal\w*|loud"
    ),
    "lamp": (
        r"voyants?|leds?|diodes?|lampe|lumieres?|temoins?|(?:amber|red|orange|green) lights?"
        r"|clignot\w*|blink\w*|flashing|ambre|amber|allumee?s? (?:en )?(?:rouge|orange)"
    ),
    "heat": (
        r"surchauff\w*|overheat\w*|temperatures?|thermal|thermique|ventilos?|ventilateurs?"
        r"|fans?|chauffe\w*|brulant\w*|climatis\w+|degres|hot"
    ),
    "power": (
        r"alims?|alimentations?|psus?|power (?:supply|supplies|cord|cable|module)|onduleurs?"
        r"|batteries?|battery|batterie|disjonct\w*|breaker|courant|ups|pdu|secteur|voltage"
        r"|tension"
    ),
    "no_start": (
        r"(?:ne )?(?:s )?(?:allume|demarre) (?:plus|pas)|won t (?:power|turn|switch) on"
        r"|no power|(?:aucune?|plus de|plus aucune?|no|without|any) (?:lumieres?|voyants?"
        r"|leds?|lights?)|dead|mort[es]?|no video|ecran noir au post|does not power"
        r"|ne demarre meme pas"
    ),
    "mechanics": (
        r"avale\w*|mange\w*|coince\w*|ejecte\w*|eject\w*|jam\w*|stuck|bourr\w+|tiroir"
        r"|charniere|casse[es]?|tordu\w*|bent|broken|fissur\w+|crack\w*|tombe[er]?|dropped"
        r"|chute|robot|bras"
    ),
    "cabling": (
        r"cables?|cabling|cablage|jarretieres?|cordons?|connecteurs?|connectors?|prises?"
        r"|plugs?|gbics?|fib(?:re|er)s?|rj45|debranch\w+|rebranch\w+|unplug\w*|reseat\w*"
        r"|nappes?|ribbon|broches?"
    ),
    "post": (
        r"post (?:error|erreur|message|code)\w*|erreur post|(?:1[67]\d\d|[1236]0[1-9]|16[1-4]"
        r"|21[0-4]) (?:slot|system|memory|memoire|post|drive|disk|power|fan|temperature"
        r"|options|keyboard)\w*|slot \d drive array|at post|au post|during post"
        r"|pendant le post"
    ),
    "media": (
        r"smart|ecc|uncorrectable|unrecoverable|predictive failure|prefailure|pre failure"
        r"|prefail\w*|parit[ye]\w*|machine check|nmi|crc|bad (?:blocks?|sectors?)"
        r"|secteurs? defectueux|blocs? defectueux|medium error|media error|sense key"
        r"|hard error|erreurs? (?:disque|scsi|memoire|media)"
    ),
    "page_damage": r"-1018|-1019|-1021|-1022|82[34] \w+|(?:erreur|error|msg) 82[345]|torn page",
    "disk_event": (
        r"(?:event id|event|evenement|id|evt|source) (?:id )?(?:disk )?(?:7|9|11|15|51|129)"
        r"|disk (?:7|9|11|15|51)|cpq\w+|aic78\w+|adpu\w+|ql2\w+|lp\d+nds\w*|sym\w*hi"
    ),
    "swapped_same": (
        r"(?:change|remplace|swap|replace|substitu)\w* .{0,60}?(?:toujours pareil|meme chose"
        r"|idem|pareil|meme (?:erreur|defaut|symptome|probleme)|same (?:thing|error|fault"
        r"|result)|still|no (?:change|difference|better)|rien (?:n )?(?:y )?(?:change|fait))"
    ),
    "follows": (
        r"(?:defaut|panne|erreur|probleme|fault|error|problem|it) (?:suit|follows?|moves with"
        r"|stays with)|(?:autre|another|different|bon|spare) (?:slot|port|baie|bay|cable"
        r"|disque|drive|machine|server|serveur)"
    ),
    "hardware_cleared": (
        r"(?:materiel|hardware|disques?|disks?|drives?|diags?|diagnostics?|iml|insight"
        r"|voyants?|leds?|lights?|array|baie|raid|acu|ads|memoire|ram"
        r"|hard) (?:\w+ ){0,4}?(?:ok|rien|propres?|clean|nothing|passed|passent|green|verte?s?"
        r"|bons?|fine|nickel|healthy|hors de cause|impeccable|sain|normal\w*|ras|vide|empty"
        r"|optimal)|(?:rien|nothing|aucune erreur|no errors?|pas d erreurs?"
        r"|ras) (?:\w+ ){0,3}?(?:iml|insight|diags?|diagnostics?|materiel\w*|hardware|array"
        r"|physique)|tous? (?:les )?voyants? (?:sont )?(?:au )?verts?"
    ),
    "software_cleared": (
        r"(?:windows|exchange|sql|systeme|system|os|soft|logiciel|software|services?|base"
        r"|event log|journal|appli\w*) (?:\w+ ){0,4}?(?:n y est pour rien|n a rien"
        r"|hors de cause|ok|rien d anormal|fine|clean|nothing|healthy|innocent|reinstall\w*"
        r"|intact)|(?:reinstall\w*|reformat\w*) (?:\w+ ){0,6}?(?:pareil|idem|same|meme|still)"
        r"|(?:ce )?n est pas (?:windows|sql|exchange|le logiciel)"
    ),
    "after_change": (
        r"(?:depuis|apres|since|after|suite (?:a|au|aux)|following) (?:\w+ ){0,3}?(?:sp\d"
        r"|service pack|hotfix\w*|patch\w*|correctifs?|mise a jour|maj|updates?|upgrade"
        r"|mise a niveau|migrations?|install\w*|drivers?|pilotes?|gpo|strategie|script"
        r"|parametr\w+|config\w*|password|mot de passe|changement de mot)"
    ),
    "after_shock": (
        r"(?:depuis|apres|since|after|suite (?:a|au|aux)|following) (?:\w+ ){0,3}?(?:orage"
        r"|coupure|demenagement|transport|travaux|storm|outage|lightning|power (?:cut|failure"
        r"|loss)|microcoupure|inondation|fuite|leak|flood|foudre|menage|nettoyage|move"
        r"|deplacement|shutdown|surtension|surge|clim\w*)"
    ),
    "stop": (r"stop 0x\w+|stop (?:c0|error|erreur)|ecran bleu|blue ?screen|bsod|bug ?check|dump"),
    "bad_memory_stop": (
        r"0x9c|0x80|0x77|0x7a|0x124|machine check exception|kernel stack inpage"
        r"|kernel data inpage|nmi"
    ),
    "locking": (
        r"deadlocks?|interblocage|blocages?|verrous?|blocking|locks?|spid\w*|victim\w*"
        r"|timeout expire\w*"
    ),
    "rights": (
        r"acces (?:est )?refuse|access (?:is )?denied|permissions?|droits?|mot de passe"
        r"|password|log ?on|login failed|compte (?:verrouille|desactive)|authentif\w+|kerberos"
        r"|ntlm|trust|approbation"
    ),
    "question": (
        r"comment (?:faire|on|puis je|peut on|configurer|installer)|how (?:do|can|to)|question"
        r"|est ce que|peut on|quelle version|which version|is it supported|supporte[er]?"
    ),
}
_SIGNALS = tuple(
    (f"signal:{name}", re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for name, pattern in _LOOKS_LIKE.items()
)

# These are about what is absent or in order; the others say nothing where the text denies them.
DENIALS = frozenset({"signal:no_start", "signal:hardware_cleared", "signal:software_cleared"})
SIGNAL_NAMES = tuple(name for name, _ in _SIGNALS)


def signals_in(words: str) -> Iterator[tuple[str, int, int]]:
    """Yield each signal at most once: its name and where it first shows in the joined words."""
    for name, pattern in _SIGNALS:
        if match := pattern.search(words):
            yield name, match.start(), match.end()
