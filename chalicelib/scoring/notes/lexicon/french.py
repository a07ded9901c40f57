from __future__ import annotations

POSITIVE, NEGATIVE, PARTIAL, LATER = "positive", "negative", "partial", "later"
UNREACHED, NEUTRAL = "unreached", "neutral"
"""`LATER` makes a partial of the refusal beside it; `UNREACHED` says that nobody was spoken to, `NEUTRAL` nothing of what its words say elsewhere."""

SHORT = {
    "rv": "rdv", "rdvs": "rdv", "rdez": "rdv", "rendezvous": "rdv", "rendévous": "rdv", "rdvous": "rdv", "int": "interesse", "interr": "interesse",
    "pa": "pas", "pô": "pas", "nn": "non", "nan": "non", "ms": "mais", "mai": "mais", "pr": "pour", "ds": "dans", "tjs": "toujours",
    "tjrs": "toujours", "qd": "quand", "2main": "demain", "dem1": "demain", "demin": "demain", "dm": "demain", "rapl": "rappeler",
    "rap": "rappeler", "rapp": "rappeler", "rpl": "rappeler", "rplr": "rappeler", "rappel": "rappel", "msg": "message", "mess": "message",
    "mgs": "message", "rep": "repondeur", "repd": "repond", "svp": "svp", "dispo": "disponible", "indispo": "indisponible", "bcp": "beaucoup",
    "enft": "enfant", "prop": "proposition", "propo": "proposition", "cmd": "commande", "cde": "commande", "cder": "commander", "kil": "quil",
    "veu": "veut", "veus": "veut", "vx": "veut", "voudrai": "voudrait", "okay": "ok", "oki": "ok", "okk": "ok", "dac": "daccord",
    "dacc": "daccord", "dakor": "daccord", "dacor": "daccord", "recontac": "recontacter", "repr": "reprendre", "injoign": "injoignable",
    "tlph": "telephone", "dde": "demande", "dmd": "demande", "dmde": "demande", "docu": "documentation", "doc": "documentation",
    "docs": "documentation", "num": "numero", "nums": "numero", "numo": "numero", "mr": "monsieur", "mme": "madame", "sem": "semaine",
    "aprem": "apresmidi", "aprm": "apresmidi", "pbm": "probleme", "ocp": "occupe", "vac": "vacances", "vacs": "vacances", "fo": "faut",
    "reflexion": "reflexion", "peutetre": "peut etre", "ptet": "peut etre", "pe": "peut etre", "jamai": "jamais",
}  # fmt: skip

NEGATORS = {"pas", "jamais", "aucun", "aucune", "sans", "ni", "non"}
CONTRASTS = {"mais", "cependant", "toutefois", "pourtant", "neanmoins", "contre"}
"""``par contre`` is meant: ``contre`` after ``par``."""
AFTER_ALL = {"finalement", "puis", "ensuite", "final", "desormais", "changement"}
DAYS = {
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "demain", "janvier", "fevrier", "mars", "avril", "juin", "juillet",
    "aout", "septembre", "octobre", "novembre", "decembre", "soir", "matin", "midi", "apresmidi", "semaine", "mois", "heure", "heures", "minutes",
    "printemps", "ete", "automne", "hiver", "rentree", "weekend", "prochain", "prochaine", "trimestre", "lun", "mar", "mer", "jeu", "ven", "sam",
}  # fmt: skip

CUES: dict[tuple[str, float], str] = {
    # An agreement that binds, or nearly
    (POSITIVE, 4): """
rdv pris/pri/prit/ok/fixe/fixee/cale/calee/pose/posee
rdv place/valide/confirme/confirmee/programme/planifie/bloque/note/booke/accepte/positionne
rdv _ pris/pri/fixe/cale/pose/valide/confirme/programme/planifie/ok/bloque/accepte
prend*/prit/pris/pri/cale/calee/fixe/pose/place/bloque/plani* _ rdv
rdv # | rdv _ # | rdv agence | rdv telephonique # | rdv tel cale | rdv physique | rdv visio
ok _ rdv | accord* _ rdv | accepte* _ rdv | confirme* _ rdv | valide* _ rdv | oui _ rdv | partant* _ rdv | d accord pour _ rdv
signe | signee | signer | signes | signera | signent | signature faite/ok/recue/electronique | va signer | veut signer | contrat signe
devis signe | bon signe
vente | vendu | vendue | vente conclue/faite/ok/realisee | affaire conclue | deal | conclu | conclue | closing ok | close ok
commande passee/faite/validee/ok/enregistree/ferme/confirmee | passe commande | a commande | commande* en ligne | valide* _ commande
valider _ devis/commande/offre/dossier/contrat | vient de valider/signer/payer/commander | veut commander | commande $
souscri* | adhere | adhere* | adhesion | inscription faite/validee/ok/enregistree/confirmee | inscrit | inscrite | s inscri* | est inscrit*
a paye | paiement effectue/accepte/recu/ok/fait/valide | acompte verse/paye/recu | paye* _ acompte | regle _ acompte | veut payer
pret* a payer
accord donne/verbal/oral/obtenu/ferme | donne son accord | a donne _ accord | son accord | feu vert
accepte _ offre/proposition/prix/devis/essai/conditions/formule/demo/visite/installation/contrat
a accepte | accepte $ | accepte de signer | a valide | valide _ devis/offre/dossier/contrat/commande/proposition | valide avec _ client
devis accepte/valide | dossier valide/complet/accepte | financement accepte/valide/ok
dit oui | a dit oui | oui a tout | c est oui | est oui
part sur _ contrat/formule/offre | on part sur | parti* sur _ offre
prend l abonnement/offre/pack/formule/option/contrat | il/elle/client prend _ abonnement/offre/pack/formule/contrat/premium | prend le pack
prend l abonement
renouvel* | renouvelle son contrat | reconduit | reconduction acceptee
installation # | installation immediate | mise en service # | livraison # | technicien # | livre* # | livree #
reserve* _ place/places/table/chambre | a reserve
donne _ rib | donne son rib | rib recu | rib donne/ok
transfert _ closer/conseiller/expert/vendeur/commercial | transfere* au/a _ conseiller/closer/vendeur/commercial/expert
mis en relation avec
veut finaliser | veut conclure | veut souscrire | veut s inscrire | veut adherer | veut s abonner | s abonne | abonne
gagne | converti | conversion | lead qualifie | prospect qualifie | qualifie rdv
veut changer de fournisseur/operateur/banque/assureur | bascule chez nous | nous rejoint | rejoint
passe/passera/passer/vient/viendra/venir au/en/a bureau/agence/magasin/salon/boutique | va passer
confirme _ demande | confirme son interet | confirme sa venue/presence/participation | confirme c est bien lui/elle
confirme $ | confirme l adresse | confirme qu il/elle veut
choisi/choisit/prend/retient/opte pour _ formule/pack/offre/option/abonnement/contrat/modele/forfait | opte pour | choisit la/le/notre/une
a choisi la/le/notre formule/pack/offre/modele/forfait
prend les/la/le/deux/trois/un/une # | prend _ seance/seances/place/places/pack/packs/formule/option/modele/forfait/cours/billet/billets
creneau _ # | creneau retenu/pris/reserve/fixe/choisi | entretien fixe/pris/cale/programme/confirme
visite fixee/prise/calee/programmee/confirmee/planifiee/ok | demo fixee/prise/calee/programmee/confirmee/planifiee/ok
essai fixe/pris/programme | visite _ programmee/fixee/prevue/calee
lance* les travaux | travaux lances | chantier _ # | demarre # | commence # | debute # | go pour | c est parti | banco | boucle | finalise
dossier envoye/transmis/depose/boucle/monte/finalise | bon de commande
ca marche | marche conclu | top la | ok de sa part | ok a tout | ok tout | il/elle vient # | vient a la/l reunion | sera present/presente
sera la # | serait present | viendra | participe* a | s est inscrit*
signe # | on signe | il signe | elle signe | retourne signe | renvoye signe | devis signe | mandat signe | mandat sepa
prelevement mis/ok/signe | virement fait/effectue/recu | regle | reglee | frais regles | cheque envoye | carte enregistree | a souscrit
souscrit
maintient le rdv | rdv maintenu | confirme le/la/son/sa | reconfirme | confirme sa/son | confirme bien | ok confirme | tout valide
valide tout | valide par | elle valide | il valide | ils valident
transfo | transformation | transforme | upsell | upgrade | passe en premium | passe au pack | monte en gamme | fini* par dire oui
fini* par accepter | se laisse tenter | se lance | s engage | est decide | sont decides | bien decide* | fonce
envoie* sa/ses/son piece*/papiers/documents/dossier/rib/identite/justificatif* | a envoye ses/son/sa | documents recus/envoyes/fournis
pieces recues/fournies/envoyees | ouvre* un compte | ouverture de compte | ouvrir un/son/le compte
vendu # | facture payee | commande # | commandee | commande le/la/un/une/deux/trois | precommande | panier valide
recevoir _ contrat | contrat pour signature | pour signature | envoyer _ contrat | demande _ contrat | pret pour la signature
donne son feu vert | a donne le feu vert | demande a souscrire | demande a signer | demande a commander | nouvelle commande
souhaite conclure | validation faite | feu vert pour
""",
    (POSITIVE, 3): """
d accord | daccord | partant | partante | partants | partant pour
tres/super/vraiment/fort/bien/hyper/trop interess* | interess* + | interess* beaucoup | l interesse beaucoup | interess* par tout
veut/souhaite/demande/voudrait/aimerait/desire/attend un/une/le/son devis/etude/simulation/estimation/demo/visite/essai/chiffrage
demande _ devis/etude/simulation/estimation/demonstration/chiffrage | devis demande | devis rapidement | un devis pour
veut avancer | veut commencer | veut demarrer | veut debuter | souhaite demarrer/commencer/avancer
projet immediat/urgent/concret/serieux/mur/valide | projet _ avant | pret*/prete a acheter/signer/demarrer/commencer/payer/investir
tres chaud | prospect chaud | lead chaud | client chaud
budget ok/valide/prevu/disponible | a le budget
ravi | ravie | enchante* | emballe* | emballee | enthousias* | tres content* | tres satisfait* | satisfait* | motive | motivee | motives
veut _ service | veut _ produit | veut offre | veut le pack | veut acheter | souhaite acheter | va acheter | achete | veut en profiter
souhaite beneficier | veut beneficier | profite* de _ offre
souhaite souscrire/adherer/inscrire/rejoindre/participer/rencontrer/fixer/acheter | souhaite s inscrire | souhaite recevoir la/une visite
recevoir la visite | souhaite etre livre* | souhaite prendre rdv
veut prendre rdv | veut un rdv | souhaite un rdv | demande un rdv | demande de rdv | rdv demande | veut rencontrer | veut participer
participera | veut absolument
souhaite/veut/demande etre mis/mise en relation | attend le/la/notre technicien/commercial/conseiller/visite/livraison | attend sa commande
modalites de paiement | comment payer | ou payer | moyens de paiement
tres positif* | positif | positive | retour positif | contact positif | bon contact tres | tres bon contact | tres bonne prise de contact
aucune objection | pas d objection | sans objection | pas de souci pour | pas de probleme pour | n hesite pas | sans hesiter
pas de souci $ | aucun souci
oui pour | oui il/elle/veut | ok pour | client ok | cliente ok | ok client | ok avec | c est bon | c bon | tout est bon | tout bon | nickel
prospect motive* | fortement interess* | convaincu* | convaincue | conquis* | seduit* | seduite | adore l offre/produit/concept/idee/projet
veut essayer | va essayer | accepte l essai | envoie* ses papiers | enverra ses papiers/documents/justificatifs | ses documents aujourd hui
eligible rdv | eligible et interess* | prefere notre offre | nous a choisi* | a choisi notre offre | choisit notre/nous | on a gagne
attend le contrat | attend notre contrat | envoyer le contrat | lien de paiement/signature | envoie* le contrat
ne veut pas attendre | urgent besoin | besoin urgent | tout de suite
volontiers | avec plaisir | bien sur | absolument | carrement | yes
exactement ce qu | c est ce qu il/elle cherch* | correspond _ besoin* | correspond parfaitement | repond _ besoin* | lui plait
plait beaucoup | plus que motive* | plus que interess* | pas seulement interess* | hate de | impatient*
presse de commencer/demarrer/signer
rappelle/rappele/rappeler de lui/elle meme | rappele pour confirmer/valider/signer | a rappele pour | nous a rappele*
veut/souhaite/desire/aimerait ouvrir/visiter/tester/decouvrir/s equiper/equiper/changer/investir/louer/reserver/venir/prendre/passer
veut/souhaite voir un conseiller | veut/souhaite etre accompagne*
veut/souhaite un/une technicien/conseiller/commercial/visite/installation/rencontre/place | veut qu on vienne | qu un technicien passe
envoyer un technicien
vif interet | grand interet | fort interet | reel interet | fort potentiel | gros potentiel | bon potentiel | contentes | contents | ravis
enchantee | conquise | seduite | super motive* | hyper motive* | tres receptif* | tres favorable | avis favorable | accord de principe
tres chaude
recommande* | nous recommande | parraine* | a parraine | donne _ contact de
a confirme son interet | interet confirme | confirme etre interess* | se dit interess* | se montre interess* | tres a l ecoute
tres ouvert* | adhere au | convaincu par | emballe par | sous le charme | veut que ca | le plus vite possible | le plus tot possible
au plus vite | des que possible signer/commencer
""",
    (POSITIVE, 2): """
interess* | l interesse | c interess* | curieu* | interet pour | montre de l interet | porte de l interet | marque d interet
a de l interet | est bien interess*
^ oui $ | ^ oui | favorable | ouvert a | receptif* | receptive | a l ecoute | bon feeling | bon contact | bonne discussion | bon echange
bon prospect | bon lead | bon profil
rdv | veut bien | a envie | souhaite avancer | besoin d un/une | a besoin de | en recherche | cherche a acheter | recherche un/une
content* | contente | remercie de _ appel | merci de _ appel | bien accueilli | heureu*
eligible | projet en cours | a un projet | budget | valide | validee
""",
    (POSITIVE, 0.5): """
sympa* | aimable | charmant* | agreable | poli | gentil* | souriant* | bon accueil | super accueil | super | bravo | genial* | top
parfait* | excellent* | adore | positif mais | merci | ok
""",
    # A refusal that stands
    (NEGATIVE, 5): """
ne plus rappeler/appeler/contacter/recontacter contacte*/etre appele*/etre rappele*/etre sollicite*/etre derange*/appele*/rappele*/contacte*
ne plus relancer/joindre contacte*/etre appele*/etre rappele*/etre sollicite*/etre derange*/appele*/rappele*/contacte*
ne plus solliciter/deranger/etre contacte*/etre appele*/etre rappele*/etre sollicite*/etre derange*/appele*/rappele*/contacte*
plus rappeler/appeler/contacter/recontacter/relancer | plus etre contacte*/appele*/rappele*/derange*/sollicite*
plus qu on _ appelle/rappelle/contacte/derange | plus jamais
ne souhaite plus | ne veut plus | veut plus | n en veut plus | veut plus entendre | souhaite plus etre
ne pas rappeler/appeler/contacter/recontacter/relancer | pas rappeler $ | ne rappelez plus/pas | n appelez plus/pas | ne m appelez plus/pas
ne nous rappelez plus/pas | rappelez plus | appelez plus
arret* de _ appeler/rappeler/contacter/harceler/deranger | arretez _ appel* | cess* de _ appeler/rappeler/contacter/deranger
stop _ appels/appel | veut qu on arrete | qu on le/la laisse
raccroche au nez | racroche au nez | raccroch* | me raccroch* | ma raccroch* | coupe au nez | m a coupe
faux numero | faux num | mauvais numero | numero faux/errone/invalide/inexistant/incorrect | numero non attribue/attribuer | non attribue
plus attribue | pas attribue | numero _ attribue | numero pas bon | pas le bon numero | errone | numero _ existe pas/plus | numero mauvais
numero bidon
pas la bonne personne | pas le bon interlocuteur | mauvaise personne | mauvais interlocuteur | mauvais contact | erreur de numero
erreur de personne
decede | decedee | deces | mort | morte | defunt*
insult* | agressi* | menac* | porter plainte | porte plainte | plainte | proces | avocat | harcel*
envoye balader/bouler/promener/paitre/paître/chier/valser | envoyer balader/bouler/promener/paitre | envoie balader/bouler/promener/paitre
foutez* _ paix | foutre _ paix | fichez* _ paix | fiche* _ paix | laiss* tranquille | laissez moi/nous tranquille | va te faire | casse toi
degage*
retir* du/de _ fichier/liste/base | retire* _ fichier/liste/base/listing | radi* de | desinscri* | desabonn*
supprim* _ coordonnees/donnees/fiche/numero/compte | supprim* de la/nos/vos/du | opposition | liste rouge | bloctel | rgpd | cnil
blackliste* | black liste* | blacklister | effacer ses/mes/toutes
arnaque* | escro* | spam | fraude | demarchage | demarche*
n a jamais fait de | n a jamais demande | jamais demande | jamais rempli | n a rien demande | rien demande | pas demande a etre
n a pas demande | jamais inscrit* | pas lui qui | pas elle qui | pas fait de demande | aucune demande | n a pas rempli | pas a l origine
personne n a demande | aucun souvenir de | ne se souvient pas | ne se rappelle pas avoir
canular | blague | farce | plaisantin | enfant qui | s est amuse* | fausse fiche | faux lead | faux profil | faux nom | fausse identite
fake | bidon
ray* de la/nos/vos liste* | le/la raye* | etre raye* | supprime* | etre supprim* | qu on le/la retire | demande a ne plus
demande de ne plus | demande qu on ne | n appeler plus | n appelle plus
ne souhaite pas etre rappele*/contacte*/recontacte*/derange*/demarche* | ne veut pas etre rappele*/contacte*/recontacte*/derange*/demarche*
ne pas le/la/les/nous rappeler/recontacter/contacter/appeler/deranger
ri au nez | au nez | clic | passe son chemin | prend un avocat | prendre un avocat | signaler au | hurle | crie | malpoli* | impoli*
grossier* | vulgaire | injuri*
laisse* le/la/moi/nous tranquille | laissez* tranquille | laissez le/la tranquille | laisser tranquille | lache* l affaire | lachez
assez d etre derange* | en a assez | marre d | n en peut plus
personne de ce nom | inconnu a ce numero | inconnu au | n habite plus | n y a personne | appartient a quelqu | numero d un/une autre
se trompe | s est trompe* | trompe de | par erreur | erreur de saisie | par curiosite | sans faire expres | pas expres | pour rire
fausses coordonnees | fausse adresse | faux mail | faux email | rien de vrai | imaginaire | usurpation
jamais laisse/donne/communique/transmis/fourni ses/son/leur | pas laisse/donne/communique ses/son | n a pas donne son | pas autorise
pas consenti | sans son accord | qui vous a donne | d ou vous avez | comment avez vous eu
""",
    (NEGATIVE, 4): """
refus* | refus catégorique/poli/net/total/definitif/clair | oppose un refus | declin* | rejet* | recus*
pas/plus/non/jamais/peu interess* | pas _ interess* | n est pas/plus interess* | pas du tout interess* | aucun interet | aucune interet
sans interet | pas d interet | desinteress* | ne l interesse pas/plus | ne _ interesse pas/plus | n interesse pas/plus | interesse pas
pas interesse du tout | ninteresse pas | inintresse | plus du tout interess*
ne veut pas | n en veut pas | ne veux pas | veut pas | veux pas | ne voulait pas | ne souhaite pas | souhaite pas | ne desire pas
ne veut rien | veut rien | ne veut rien savoir | rien savoir | rien entendre | ne veut _ entendre parler | ne veulent pas | ne compte pas
ne compte plus | ne prendra pas | ne prend pas | ne viendra pas | ne vient plus | ne veut aucun | ne veut ni | ne signera pas | ne signe pas
pas envie | aucune envie
non merci | non definitif | non categorique | non ferme | c est non | dit non | a dit non | repond non | reponse negative | reponse non
^ non $ | ^ non | non non | un non | negatif | negative | niet | nada | c est mort | est mort | c mort | c est fini
sans suite | pas de suite | ne donne pas suite | donne pas suite | ne donnera pas suite | pas suite | abandon* | laisse tomber
laisser tomber | renonc* | se retracte | retractation | desist* | se desiste | annul* | rdv annul*
annul* _ rdv/commande/contrat/dossier/projet/inscription/visite | annulation | resili* | fin de contrat
pas/plus besoin | n a pas/plus besoin | aucun besoin | pas utile | inutile | ne sert a rien | n a pas l utilite | pas concern*
pas _ concern* | non concern*
deja equip* | deja client*
deja un/une/son/sa/ce/chez/fait/assure*/couvert*/abonne*/signe*/pris
deja prise/mutuelle/contrat/fournisseur/prestataire/achete*/commande*/installe*/isole*/servi*/trouve*/engage*
deja sous contrat | deja ce | a deja | ont deja | est deja chez/client*/equip*/engag*/couvert* | deja couvert* | sous contrat ailleurs
engage ailleurs | toujours engage | encore engage
signe _ concurrent/ailleurs | chez un/le/la concurrent/concurrence | trouve ailleurs | trouve mieux | moins cher ailleurs | pris ailleurs
achete ailleurs | parti ailleurs | parti/partie/partir/alle/allee chez | passe par un autre | prefere partir/rester | reste chez
prefere garder | garde son | a choisi un/une autre/concurrent | a choisi quelqu | a choisi la concurrence
autre prestataire/fournisseur/entreprise/artisan/agence/banque | ailleurs | fait appel a un autre | concurrence | concurrent
plus d actualite | pas d actualite | projet abandonne/annule/tombe/mort/termine | plus de projet | pas de projet | aucun projet
sans projet | n a pas de projet | n a plus de projet | ni projet | projet a l eau | maison vendue | deja vendu* | a vendu
pas/plus/non eligible* | non eligible* | ineligible | pas _ eligible | hors cible | hors zone | hors secteur | hors critere*
hors perimetre | non qualifie* | pas qualifie* | inapte | non solvable | insolvable | interdit bancaire | surendett* | locataire | hlm
mineur | mineure | trop jeune | trop age* | trop vieu* | dossier refuse/rejete | refusee par | credit refuse | pret refuse | impaye*
change* d avis | a change d avis | change _ avis | revient sur sa decision | se rétracte
doublon | deja appele* | deja contacte* | deja traite*
pas bon | ko | perdu | mecontent* | pas content* | enerve* | furieu* | en colere | colere | hors de lui | exaspere* | desagreable | excede*
trop de demarchage | trop d appels | marre | en a marre | ras le bol | saoule* | soule | gave*
pas son truc | pas du tout son | pas sa tasse | pas fait pour lui/elle | pas pour lui/elle | pas pour nous | pas dans ses plans/priorites
pas son besoin | pas le profil | hors profil | pas la cible | pas cible | ne correspond pas/plus | correspond pas | ne remplit pas les
ne rentre pas dans | exclu* du | exclue | pas droit | n y a pas droit | ne peut pas en beneficier | ne peut pas beneficier
que les pros/particuliers | trop petit* | trop recent* | sans revenu* | sans emploi | chomage | rsa
meme pas en reve | en reve | jamais de la vie | surtout pas | certainement pas | absolument pas | en aucun cas | hors de question
pas question | zero interet | nul interet | aucune utilite | aucune suite | pas preneur | pas preneuse | pas partant* | pas d accord
pas daccord | desaccord | pas favorable | defavorable | oppose a | opposee a | s oppose | passe son tour
reste* chez | rester chez | restent chez | reste comme ca | rester comme ca | fidele a | gardent leur* | prefere conserver | conserve son
prefere son/sa _ actuel* | prestataire actuel | fournisseur actuel | assureur actuel | operateur actuel | banque actuelle
content/contente/satisfait/satisfaite de son | satisfait actuellement | a ce qu il faut | tout ce qu il faut | rien a changer
ne change rien | envie de changer | pas envie de
plus les moyens | credit pas passe | credit _ pas passe | pret pas accorde | refuse par | refus bancaire | refus banque | financement refuse
budget refuse | budget coupe | gel des budgets | licencie* | licenciement | faillite | liquidation | cessation d activite
ferme son entreprise/magasin/commerce/societe | a ferme | depot de bilan | a revendu | revendu | a vendu
vient de vendre/faire/acheter/changer | deja fait | a fait faire | fait par un/son | s en occupe lui/elle meme | le fait lui/elle meme
choisi l offre de | a choisi l offre | chez un confrere | concurrent moins cher | parti a la concurrence | trouve un autre
trouve autre chose | cherchait autre chose | cherche autre chose | pas ce qu il/elle cherche/cherchait/veut/voulait | perte de temps
perd son temps | pas a la hauteur | mauvaise experience | mauvais souvenir | mal accueilli | glacial | ferme la porte | pas ouvert
fin de non recevoir | sans appel | pas motive* | demotive*
ira voir ailleurs | va voir ailleurs | va aller ailleurs | ira ailleurs | voit ailleurs | ne voit pas l interet/utilite
ne voit pas _ interet | voit pas l utilite | pas seduit* | pas accroche | n accroche pas | pas convaincant | ne souhaite pas donner
ne desire pas donner | n adhere pas | pas receptif* | pas receptive | rien a faire | pas d utilite | n en voit pas | coupe la conversation
met fin a | ecourte | expeditif | fermement | categorique* | fin de la conversation | offre refusee | proposition refusee | refuse l
n est pas dans le besoin | sans besoin | ne fera pas | ne changera pas | ne compte pas | ne prevoit pas | n envisage pas
n a pas l intention | aucune intention | pas l intention
""",
    (NEGATIVE, 2.5): """
trop cher* | trop chere | trop eleve* | trop couteu* | hors de prix | hors budget | pas le budget | pas de budget | plus de budget
aucun budget | sans budget | n a pas les moyens | pas les moyens | aucun moyen | pas d argent | plus d argent | pas de sous | pas les sous
ni budget | au dessus de ses moyens
mefiant* | mefie | pas confiance | aucune confiance | pas convaincu* | peu convaincu* | pas emballe* | sceptique* | pas serieux | pas fiable
decu | decue | trop loin | trop long | trop complique | trop tard | pas satisfait* | insatisfait* | pas chaud* | froid
reticent* | ne croit pas | n y croit pas | doute | s est fait avoir | fait avoir | habite a l etranger | a demenage | demenage
""",
    # To be gone on with
    (PARTIAL, 3): """
rappel* | a rappeler | rapel* | rappele* | rappelle* | rappeller | rappelera | rappellera | rapeller | rappel #
rappel prevu/demande/programme/planifie | me rappel* | nous rappel* | le/la rappeler | faut rappeler
recontact* | re contacter | relanc* | a relancer | relance # | relance prevue | retenter | retente | reessay* | ressay* | re essayer
retenter
reprendre contact | revenir vers | reviendra vers | revient vers | reviendr* | reprendra contact | me recontacte | nous recontacte*
recontactera
reparl* | en reparler | revoir | a revoir | a suivre | a reprendre | a contacter # | appeler # | joindre # | repasser | repassera
voir plus tard | plus tard | un autre moment | autre jour | autre moment | pas le moment | pas le bon moment | mauvais moment | tombe mal
pas maintenant | pas tout de suite | pas encore | pas avant | pas cette annee | pas ce mois | pas cette semaine | pas aujourd hui
pas ce soir | trop tot | trop occupe*
pas disponible | pas _ disponible | indisponible* | non disponible | occupe | occupee | deborde* | pas le temps | pas _ temps
pas trop le temps | manque de temps | en reunion | en rdv | en rendez | en deplacement | en vacances | en conge* | conges | vacances
en voyage | en route | au volant | conduit | conduisait | au travail | travaille | en cours | a l hopital | hospitalis* | malade | en arret
enceinte | en deuil | absent* | absente | pas la | pas chez lui/elle | pas rentre* | est sorti* | sorti | revient # | rentre # | de retour #
a son retour | etait presse* | pressee | dort | mange | a table | ne peut pas parler | peut pas parler | peux pas parler
reflech* | reflexion | reflechir | delai de reflexion | besoin de temps | laisser le temps | prendre le temps | hesit* | indecis* | indecise
mitige* | partage entre | perplexe | tiede | pas decide* | pas encore decide* | se decid* | avant de decider | decider | peser le pour
pour et le contre | se tate | se tâte
en parl* a/avec | en discut* | discuter avec | en parler
voir avec son/sa/ses/le/la/l mari/femme/conjoint*/epou*/compagn*/associe*/patron/direct*/comptable/banqu*
voir avec son/sa/ses/le/la/l fils/fille/famille/parents/proprietaire/chef/gerant/syndic/notaire/conseil
voir avec associe*/epou* | consult* son/sa/ses | demander a son/sa | doit demander | demander l accord | doit voir | doit verifier
verifier | doit regarder | doit consulter | doit en parler | doit parler | avis de son/sa
avec son/sa mari/femme/conjoint*/comptable/associe*/banqu*/epou*/patron | il/elle va voir | dit qu il va voir | on verra | il verra
elle verra | a voir | va voir | va y penser | va y reflechir | y penser | y pense | il regardera | regardera | va regarder
va etudier | etudiera
compar* | veut comparer | autres offres | autres devis | d autres devis | plusieurs devis | fait le tour | fait jouer la concurrence
entre deux | se renseign* | juste des infos | prend des infos
peut etre | eventuellement | eventuel | pourquoi pas | c est possible | probable* | sans doute | ca depend | si jamais | au cas ou | pas sur
pas sure | pas certain* | ne sait pas | sait pas | sais pas | ne sais pas | pas dit non | ne dit pas non | dit pas non | ne refuse pas
pas contre | pas ferme* | pas oppose* | n est pas contre | ne ferme pas
attend* | en attente | attente | attend la/le/les/son/sa/ses/une/un/de/que | veut attendre | prefere attendre | patienter | dans l attente
attendre
message laisse | laisse un message | laisse message | message vocal laisse | laisse mess* | sms envoye | sms laisse | message #
laisse un vocal
decideur | gerant | pas le decideur | parler au | parler a son/sa | est son/sa/le mari/femme/fils/fille/patron qui | sa femme a repondu
son mari a repondu | son fils | sa fille | joint le/la/sa/son | la secretaire | secretaire | secretariat | standard | barrage
reporte | reportee | reporter | rdv report* | report* _ rdv | rdv decale* | decale* | decaler | rdv a fixer | rdv a caler | rdv a prendre
rdv a confirmer
rdv a replanifier | rdv pas fixe | rdv pas encore fixe | pas encore _ rdv | nouvelle date | autre date | date a fixer | rdv non honore
rdv manque | rdv rate | pas venu* au | no show | oublie _ rdv
a coupe | ete coupe | ete coupee | ca a coupe | ligne _ coupe | appel coupe | communication coupee | coupure | mauvaise ligne | entend mal
n entend pas | reseau coupe | plus de batterie
projet dans | projet lointain | projet en 20* | projet pas # | long terme | moyen terme | pas avant | l annee prochaine | annee prochaine
l an prochain | an prochain | dans # | dans _ # | d ici # | fin d annee | fin de mois | debut d annee | apres les fetes | apres #
apres le # | apres les travaux/vacances/fetes/soldes/elections/conges | au printemps | a la rentree | la rentree | a son retour
a des questions | questions techniques | demande de precisions | veut plus d info* | plus d info* | voudrait plus | plus de details
plus de renseignements | informations complementaires | complement d info* | besoin d info*
si son | si sa | si le prix | sous reserve | a condition | sous condition* | veut negocier | negoci* | demande une remise | veut une remise
attend une remise | attend une promo | soldes | promo
en cours de | en pourparlers | a finaliser | reste a | manque _ papier*/document*/justificatif*/piece* | dossier incomplet
pieces manquantes | a completer | attente de documents/papiers/justificatifs/pieces | renvoyer | renvoie* | pas recu | n a pas recu
pas eu le mail | suivre
se reparle* | on se reparle | se rappelle # | on se rappelle | se tient au courant | tient au courant | tenir au courant | fait signe
fera signe | donne des nouvelles | donnera reponse | donne sa reponse | donnera sa reponse | reponse # | reponse d ici | repondra
nous repond # | doit revenir | nous dira | nous redit | me redit | a confirmer | confirmera | doit confirmer | pas confirme | non confirme
attente de confirmation
lui/leur laisse* | quelques jours | quelques semaines | un peu de temps | du temps | un delai | y pense | y reflechit | y reflechir
prend son temps | a la reflexion | murir | murit | decision # | decision fin | decision en | comite | prendra sa decision
prendre une decision | pas pris de decision | pas pris sa decision | se prononcera | decidera | pas pret | pas prete | pas prets
ni oui ni non | ni chaud ni froid | moitie moitie | un peu hesitant* | peur de | craint | inquiet* | des doutes | a un doute
quelques reserves
touche* un mot | toucher un mot | se concerte* | est madame/monsieur qui | est sa femme qui | est son mari qui | qui decide | qui gere
pas decisionnaire | non decisionnaire | validation de son/sa/la | validation du/de | accord de son/sa/la/mari/femme | accord du
feu vert du/de | attend le feu vert | doit valider | doit avoir l accord | doit etre valide | demander l avis | avis du/de
convaincre son/sa | tente de convaincre | essaie de convaincre | en famille | collegue prend le message | transmet le message
laisse le message | message transmis | passe le message | son assistante | assistante | secretaire
joindre # | le/la joindre | l appeler | appeler apres | appeler le | appeler ce | appeler dans | appeler vers | contacter # | contacter en
reprendre # | reprendre en | a refaire | refaire # | a retenter | nouvel essai | nouvelle tentative | prochaine tentative | repousser
repousse | decale | fin # | debut # | courant # | mi # | voir # | revoir # | quand elle/il aura | quand il/elle sera | lorsqu il/elle
des qu il/elle | une fois que | d abord | au prealable | d ici la | entre temps | en attendant | sous quinzaine | sous huitaine
rentre du/de
veut voir ce que | ce que propose* | voir ailleurs | faire jouer | demander d autres | demande d autres | autre devis | deux devis
trois devis | deuxieme avis | etude comparative | geste commercial | geste sur le prix | un geste | ristourne | rabais | remise
meilleur prix | contre proposition | contre offre | revoir le prix/offre/proposition | proposition ecrite | offre ecrite | pas encore lu
pas lu | pas regarde | pas eu le temps | lira | va lire | doit lire | dans les spams | retransmettre
sur le principe | en principe | a priori | normalement | en theorie | moyennement interess* | un peu interess* | assez interess*
pourrait etre interess* | serait interess* | eventuellement interess* | potentiellement interess* | peut etre interess* | interess* si
interess* sous | sans urgence | pas urgent | pas presse | pas pressee | rien ne presse | a long terme | encore sous contrat
sous contrat jusqu | engage jusqu | jusqu en | jusqu au | jusqu a
ne s entend pas | on s entend mal | s entend pas | inaudible | mauvaise reception | pas de reseau | dans le metro | dans le train
dans les transports | en caisse | avec un client | avec du monde | chez le medecin | a l ecole | sortie d ecole | enfant malade
fait a manger | en plein | en pleine | au sport | au boulot | pas au calme | ne peut pas repondre
offre revisee | devis revise | revoir a la baisse | budget pas encore | budget a valider | budget en cours | en cours de validation
en cours d etude | a l etude | a etudier | va etudier | veut etudier | souhaite etudier | souhaite comparer | souhaite reflechir
souhaite en discuter | souhaite attendre | demande a reflechir | demande du temps | demande un rappel | demande d etre rappele*
prefere reflechir | prefere attendre | prefere comparer | prefere en parler | s interroge | interrogation* | questionne
pas totalement convaincu* | pas tout a fait | presque convaincu* | a convaincre | besoin de plus | besoin de reflechir | besoin d en parler
besoin de voir | a besoin de temps | mnt | pas dispo | revenir plus tard | rappel souhaite | rappel programme | rappel convenu
suivi a faire | a recontacter | prochain appel
""",
    (PARTIAL, 2): """
envoyer/envoi/envoie/envoye* un/une/la/le/les/des/de/plus mail/documentation/brochure/plaquette/infos/info/informations/tarifs
recevoir/transmettre/recoit/adresser/parvenir un/une/la/le mail/documentation/brochure/plaquette/infos/info/informations/tarifs
recevoir/transmettre/recoit/adresser/parvenir les/des/de/plus mail/documentation/brochure/plaquette/infos/info/informations/tarifs
envoyer/envoi/envoie/envoye* un/une/la/le/les/des/de/plus tarif/catalogue/grille/offre/proposition/prix/details/email/renseignements
recevoir/transmettre/recoit/adresser/parvenir un/une/la/le/les/des/de/plus tarif/catalogue/grille/offre
recevoir/transmettre/recoit/adresser/parvenir un/une/la/le/les/des/de/plus proposition/prix/details/email/renseignements
envoyer documentation/brochure/plaquette/infos/tarifs/mail/email/offre/proposition | envoi documentation/mail/brochure | documentation
brochure | plaquette | catalogue | par mail | par email | par ecrit | lire _ offre | mail avec
souhaite/veut/voudrait/demande/prefere recevoir | demande _ documentation/brochure/plaquette/tarifs/infos/informations/renseignements
veut _ documentation/brochure/infos/tarifs
prefere | ne se prononce pas | neutre | moyennement | moyen | couci | bof | pas plus que ca | sans plus | plutot | semblait | a l air
semble
cb # | cb _ # | callback | call back | rdv en attente | veut reporter
""",
    (LATER, 2): """
pour l instant | pour linstant | pour le moment | pour le mment | a l heure actuelle | actuellement | en ce moment | pour l heure
cette annee | dans l immediat | l immediat | ce mois ci | cette semaine | pour cette annee | aujourd hui | pas pour le moment
pas pour l instant | a ce stade | a ce jour | tout de suite | maintenant | avant # | avant l annee | avant la rentree | avant la fin
dans un premier temps | tant que | avant de | avant d avoir | sans avoir | d abord | jusqu a | pas encore
""",
    (NEUTRAL, 0): """
ete/etre rappele* si/aussi/rapidement/vite | avoir ete rappele* | ete rappele* | merci de _ rappel* | ne se rappelle | il/elle a rappele
a rappele | parle pas francais | parlait pas francais | construit* en # | depuis # | agee/age de # | # ans | # enfants/enfant | ne en #
""",
    (UNREACHED, 1): """
repondeur | messagerie | boite vocale | boite pleine | nrp | nrp x | pas de reponse | sans reponse | ne repond pas | repond pas
ne repond plus | pas repondu | aucune reponse | injoignable* | joignable | sonne | sonnerie | ca sonne | dans le vide | ligne occupee
sonne occupe | telephone eteint | eteint | hors service | non joint | pas joint | absence de reponse | tombe sur | vocale | ne decroche pas
decroche pas | pas decroche | pas de tonalite | occupe tonalite | telephone coupe
pas decroche | bip bip | tonalite | aucune tonalite | sonneries | sans decrocher | non joignable | pas joignable | hors ligne
tonalite occupee | tonalite occupe | tentative # | ne prend pas l appel
aucune reponse | appel sans reponse | messagerie vocale | repondeur direct | directement sur messagerie | pas pu joindre
impossible a joindre | impossible de joindre | n a pas repondu | n a pas decroche
""",
}

MENDED = {
    "interesse", "interessee", "interesser", "interessant", "interet", "rappeler", "rappel", "rappelle", "recontacter", "relancer", "confirme",
    "confirmer",
    "disponible", "indisponible", "refuse", "refuser", "refus", "raccroche", "numero", "reflechir", "reflexion", "hesite", "documentation",
    "brochure",
    "commande", "contrat", "signature", "annule", "occupe", "absent", "messagerie", "repondeur", "souhaite", "accepte", "budget", "projet",
    "concurrent",
    "eligible", "decider", "injoignable", "vacances", "reunion", "deplacement", "instant", "moment", "semaine", "prochaine", "demain", "motive",
    "satisfait",
    "content", "mecontent", "resiliation", "abandonne", "proposition", "installation", "inscription", "definitif", "supprime",
}  # fmt: skip

PLAIN = {
    "bonjour", "madame", "monsieur", "client", "cliente", "prospect", "appel", "appels", "telephone", "maison", "avoir", "faire", "etait", "avant",
    "apres", "encore", "aussi", "alors", "chez", "cette", "leur", "leurs", "notre", "votre", "quand", "comme", "toute", "toutes", "beaucoup",
    "moins",
    "aurait", "serait", "parle", "parler", "parlait", "appeler", "appelle", "appele", "voir", "prix", "point", "compte", "conseil", "conseiller",
    "reste", "ligne", "lignes", "signaler", "signale", "refaire", "refait", "repris", "reponse", "reponses", "passe", "passer", "rien", "bien",
    "mieux",
    "annee", "annees", "anniversaire", "enfant", "enfants", "poste", "posté", "porte", "portes", "prendre", "papier", "papiers", "carte", "bureau",
    "mairie", "marie", "mariage", "mari", "travaux", "fenetres", "isolation", "combles", "chauffage", "pompe", "chaleur", "panneaux", "solaire",
    "mutuelle", "assurance", "fibre", "banque", "credit", "formation", "salaire", "retraite", "retraitee", "famille", "voiture", "depart", "retard",
    "surface", "adresse", "numero", "ville", "village", "contact", "contacts", "conseils", "presente", "present", "precise", "precedente",
    "propose", "proposer", "proprietaire", "indique", "informe", "question", "possede", "simple", "vraiment", "ensemble", "personne", "personnes",
    "rempli", "formulaire", "envoyer", "envoie", "courrier", "contrat", "contrats", "conjoint", "difficile", "different", "differente", "service",
    "services", "devant", "depuis", "dernier", "derniere", "besoins", "corrige", "corriger", "gratuit", "gratuite", "boulangerie", "infirmier",
    "infirmiere", "terrain", "appartement", "entreprise", "societe", "cuisine", "visite", "vitrage", "volets", "toiture", "facture", "factures",
    "annuel", "annuelle", "mensuel", "commercial", "commerciale", "commerciaux", "definitif",
}  # fmt: skip
