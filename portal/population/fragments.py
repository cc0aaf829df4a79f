"""Fragments from which texts are assembled, so that no two copies read the same. Pure data."""

TRADES = (
    "Ateliers", "Câbleries", "Conserveries", "Fonderies", "Forges", "Minoteries", "Papeteries",
    "Tanneries", "Transports", "Verreries",
)  # fmt: skip
TOWNS = (
    "d’Arvenne", "de Belcastre", "de Chanterude", "de Dorvallon", "d’Escoubière", "de Fontmaure",
    "de Gravelande", "de Haulterive", "d’Isomont", "de Jonquerolle", "de Keraval", "de Lauvergnac",
)  # fmt: skip
SYSTEMS = (
    "Paie", "Comptabilité", "Messagerie", "Gestion des stocks", "Suivi de fabrication",
    "Facturation", "Logistique", "Laboratoire", "Clientèle", "Bureau d’études",
)  # fmt: skip
HOSTS = ("SRV-PAIE", "SRV-CPT", "SRV-MSG", "SRV-STK", "SRV-FAB", "SRV-FAC", "SRV-LOG", "SRV-LAB")

CIRCUMSTANCES = {
    "fr": (
        "Cela a commencé juste après la sauvegarde de nuit.",
        "Le redémarrage n’a rien changé.",
        "Une douzaine de postes sont touchés, tous au même étage.",
        "L’observateur d’événements répète l’avertissement 9 du contrôleur.",
        "Nous avions eu la même chose en mars, réglée par un changement de câble.",
        "Rien n’a été modifié depuis la dernière révision signée.",
        "Le prestataire est passé hier pour l’inventaire.",
        "Le voyant de la baie est vert, celui du serveur aussi.",
        "La supervision a prévenu avant les utilisateurs.",
        "Le message disparaît au bout d’une minute puis revient.",
        "Le service comptable est bloqué jusqu’à la clôture.",
        "La réplication avec le site de secours est à jour.",
        "Nous avons isolé la machine du réseau par prudence.",
        "Le correctif de jeudi a été posé sur les deux nœuds.",
        "La température de la salle est normale, 21 degrés.",
        "Le pare-feu n’a pas été touché.",
        "Une copie de la base sur un poste d’essai marche sans défaut.",
        "L’imprimante du quai, elle, fonctionne.",
    ),
    "en": (
        "It started right after the nightly backup.",
        "A restart did not change anything.",
        "About a dozen workstations are affected, all on one floor.",
        "The event viewer repeats warning 9 from the controller.",
        "We had the same in March, cured by a new cable.",
        "Nothing has been modified since the last signed revision.",
        "A contractor was here yesterday for the inventory.",
        "The lights on the cabinet are green, those of the server too.",
        "Monitoring told us before the users did.",
        "The message goes away after a minute and then returns.",
        "Accounting cannot work until this is cured.",
        "Replication with the second site is up to date.",
        "We took the machine off the network as a precaution.",
        "Thursday’s fix was applied on both nodes.",
        "The room is at 21 degrees, as usual.",
        "A copy of the database on a test machine works.",
    ),
}
TRACES = {
    "fr": (
        "Code relevé : {code}.", "Identifiant dans notre suivi : {code}.",
        "Trace jointe sous le nom {code}.", "Volume concerné : {code}.",
    ),
    "en": (
        "Code shown: {code}.", "Our own ticket: {code}.", "Trace kept as {code}.",
        "Volume concerned: {code}.",
    ),
}  # fmt: skip
REMARKS = {
    "fr": (
        "", "", "Merci de votre retour.", "Je reste joignable toute la journée.",
        "Point suivant dans l’heure.", "C’est noté au dossier.", "Bonne réception.",
    ),
    "en": (
        "", "", "Thank you.", "I can be reached all day.", "Next update within the hour.",
        "Noted in the file.",
    ),
}  # fmt: skip
