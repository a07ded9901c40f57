"""What agents write after a call, in words that could be theirs. `{…}` is filled in by `life`."""

from __future__ import annotations

# Where nobody picked up, or only a machine did.
NO_ANSWER = (
    "Pas de réponse, je retente {soon}.",
    "Répondeur, message laissé avec mon numéro direct.",
    "Ça sonne dans le vide. Nouvel essai {soon}.",
    "Messagerie pleine, impossible de laisser un message.",
    "Décroche puis raccroche aussitôt, mauvais réseau ? Je rappelle {soon}.",
    "2 sonneries puis répondeur. SMS envoyé pour prévenir de mon rappel {soon}.",
)
NEVER_REACHED = (
    "Troisième essai sans réponse à des heures différentes, je classe injoignable.",
    "Toujours le répondeur depuis une semaine, aucun rappel de sa part. Injoignable.",
    "Quatre appels, deux messages, rien. On arrête là pour ne pas harceler.",
    "Jamais de réponse, ni le matin ni après 18 h. Injoignable.",
)
ASKED_TO_CALL_BACK = (
    "En réunion, demande qu'on rappelle {when}.",
    "Au volant, préfère {when}. Semble intéressé(e).",
    "Veut en parler avec son conjoint d'abord. Rappel convenu {when}.",
    "{first} n'a pas ses papiers sous la main, on se reparle {when}.",
    "Disponible seulement {when}. A confirmé le bon numéro.",
    "Sa collègue a répondu, {first} sera là {when}.",
    "Très aimable mais pressé(e). Rappeler {when}, plutôt sur le portable.",
)
FIRST_WORDS = {
    "solar": (
        "Premier contact : toit orienté sud, {roof} m² d'après le formulaire. Attend qu'on lui explique les aides.",
        "Joint(e) du premier coup. Facture en hausse, veut comprendre combien de panneaux il faudrait.",
        "Maison à {city}, toiture refaite il y a peu. Je prépare une simulation avant de conclure.",
        "Demande si la revente du surplus est encore intéressante. Je vérifie le tarif et je reviens vers lui/elle.",
        "A déjà un devis concurrent à 11 900 €. Je demande les détails pour comparer.",
    ),
    "heat": (
        "Chaudière de plus de 20 ans, veut la remplacer avant l'hiver. Je vérifie l'éligibilité aux aides.",
        "Propriétaire à {city}, maison bien isolée. Questions sur le bruit de l'unité extérieure.",
        "Premier échange : chauffage actuel trop cher, budget autour de 12 000 €.",
        "Demande les délais de pose. J'ai annoncé six à huit semaines, à confirmer.",
    ),
    "credit": (
        "Commerçant(e) à {city}, cherche {amount} F CFA pour du stock avant les fêtes. Pièces demandées par SMS.",
        "Deuxième prêt chez nous si accepté, le premier a été remboursé sans retard. Je regarde le dossier.",
        "Activité depuis trois ans, cahier de comptes tenu. Je vérifie le plafond avant de répondre.",
        "Veut {amount} F CFA sur douze mois. Pas de garantie mais une caution solidaire possible.",
        "Explique bien son projet : une machine à coudre et des tissus. Dossier à monter.",
    ),
    "insurance": (
        "Famille de {city}, veut couvrir les enfants d'abord. Je compare les deux formules.",
        "Demande si la maternité est couverte sans délai. Je vérifie avec le médecin conseil.",
        "Travaille à son compte, jamais assuré(e). J'explique le tiers payant et le réseau de cliniques.",
        "Paiement par mobile money souhaité. Possible, je confirme les frais.",
    ),
    "till": (
        "Boutique à {city}, caisse actuelle en fin de contrat dans deux mois. Intéressé(e) par le stock en temps réel.",
        "Premier échange : veut un terminal et la caisse sur une seule facture.",
        "Compare avec deux concurrents. Ce qui compte : l'export vers sa comptable.",
        "Ouverture d'un second point de vente au printemps, veut tout changer d'un coup.",
        "Avait déjà vu la démonstration au salon. Questions sur le mode hors connexion.",
    ),
}
SAID_YES = {
    "solar": (
        "Rendez-vous d'étude pris à domicile {when}. Documents envoyés par mail.",
        "D'accord pour la visite technique {when}. {first} aura sa dernière facture.",
        "Convaincu(e) par la simulation (retour en 9 ans). Visite {when}.",
        "Confirmé : maison individuelle, propriétaire, toit sud-ouest. Technicien à planifier.",
    ),
    "heat": (
        "Visite technique acceptée {when}. Aide de l'État expliquée, reste à charge compris.",
        "Confirme son projet, veut une pose avant l'hiver. Visite {when}.",
        "Dossier complet, éligible. Le technicien passe {when}.",
    ),
    "credit": (
        "Dossier complet, rendez-vous en agence {when} avec la pièce d'identité et deux témoins.",
        "Accord de principe pour {amount} F CFA. Signature en agence {when}.",
        "Confirme le montant et la durée. Passe à l'agence de {city} {when}.",
        "Caution trouvée (son frère). Rendez-vous {when} pour la signature.",
    ),
    "insurance": (
        "Prend la formule Famille, premier paiement par mobile money {when}.",
        "Adhésion confirmée, photos des cartes d'identité reçues.",
        "Choisit la formule Essentielle pour commencer, passera à Confort dans six mois.",
        "D'accord après comparaison. Contrat envoyé, retour signé attendu {when}.",
    ),
    "till": (
        "Démonstration fixée {when}, en visio, avec sa responsable de boutique.",
        "Veut deux caisses et l'essai d'un mois. Bon de commande envoyé.",
        "Convaincu(e) par le mode hors connexion. Installation à prévoir {when}.",
        "Accord verbal, devis signé attendu {when}.",
    ),
}
SAID_NO = {
    "not_interested": (
        "A signé ailleurs la semaine dernière.",
        "Simple curiosité, pas de projet avant deux ans.",
        "Trouve cela trop cher, ne souhaite pas de proposition.",
        "Plus intéressé(e), a rempli le formulaire il y a trop longtemps selon lui/elle.",
        "Ne veut pas donner suite, conversation courte mais polie.",
    ),
    "wrong_number": (
        "Numéro d'une autre personne, qui n'a jamais rempli de formulaire.",
        "Numéro non attribué d'après l'opérateur.",
        "C'est le standard d'une entreprise, personne de ce nom.",
    ),
    "duplicate": (
        "Déjà client, son dossier est suivi par une collègue.",
        "Même demande que celle de son conjoint la semaine dernière.",
        "Nous l'avons déjà eu(e) au téléphone pour le même projet, je ferme celui-ci.",
    ),
    "refused_consent": (
        "Ne veut plus être appelé(e), s'est énervé(e). À respecter.",
        "Dit ne pas avoir donné son accord pour un appel. Excuses faites, dossier fermé.",
    ),
    "other": (
        "Préfère échanger en anglais, à confier à un collègue bilingue qui rouvrira le dossier.",
        "Conversation impossible, ligne très mauvaise, puis refus de poursuivre.",
        "Étudiant qui prépare un mémoire, pas de projet réel.",
    ),
}
NOT_ELIGIBLE = {
    "solar": (
        "Locataire, le propriétaire ne veut pas entendre parler de travaux.",
        "Toit plein nord et ombragé, l'étude ne donnerait rien de bon.",
        "Maison classée, l'architecte des bâtiments refuse les panneaux.",
        "Hors zone : pas d'équipe de pose dans son département.",
    ),
    "heat": (
        "Locataire, il faudrait l'accord du propriétaire.",
        "Appartement en chauffage collectif, rien à installer.",
        "Pas de place pour l'unité extérieure, voisin trop proche.",
        "Hors zone : pas d'équipe de pose dans son département.",
    ),
    "credit": (
        "Activité commencée il y a deux mois, il en faut six.",
        "Prêt en cours ailleurs, capacité de remboursement trop faible.",
        "Montant au-dessus du plafond, orienté(e) vers une banque partenaire.",
        "Pas d'agence dans sa région, la signature se fait sur place.",
    ),
    "insurance": (
        "Dépasse l'âge limite d'adhésion, déçu(e) mais compréhensif(ve).",
        "Déjà couvert(e) par l'employeur de son conjoint, pas de cumul possible.",
        "Réside à l'étranger, le contrat ne couvre que la sous-région.",
    ),
    "till": (
        "Vend seulement sur les marchés, notre offre est trop lourde.",
        "Franchisé(e), la caisse est imposée par l'enseigne.",
        "Activité non couverte par notre logiciel (pharmacie).",
    ),
}
CHANGED_MIND = (
    "Il nous a rappelés ce matin : son projet tient toujours, merci de reprendre.",
    "Erreur de saisie signalée par l'agent, le client attendait un rappel.",
    "Réclamation reçue par mail : personne ne l'aurait rappelé. À reprendre en priorité.",
    "Réécoute faite avec l'équipe : le refus n'était pas net, on retente une fois.",
)
COMMENTS = (
    "Appelez plutôt sur le portable, merci.",
    "Je voudrais comparer avec une autre offre que j'ai reçue.",
    "Projet pour le début de l'année prochaine si possible.",
    "Ma voisine a fait appel à vous et en est très contente.",
    "Merci de me rappeler rapidement, c'est assez urgent.",
    "J'ai surtout besoin de connaître le prix avant de décider.",
    "Je travaille de nuit, ne pas appeler avant 11 h s'il vous plaît.",
    "Est-ce que le paiement en plusieurs fois est possible ?",
)
COMMENTS_EN = (
    "We open a second shop in spring and want one system for both.",
    "Please call after lunch, mornings are busy.",
    "Does it work when the line is down?",
    "We would like to keep our card terminals.",
)
