"""Why a mail did not leave: a closed list, each with the step at which it stopped and a sentence that says the remedy."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Step = Literal["name", "connection", "encryption", "login", "sender", "recipient", "message"]
STEPS: tuple[Step, ...] = get_args(Step)
"""In the order in which a server is talked to."""


class Reason(NamedTuple):
    """`step`: how far it came."""

    step: Step
    fr: str
    en: str


REASONS: dict[str, Reason] = {
    "name_unknown": Reason(
        "name",
        "Le nom du serveur est introuvable dans le DNS. Vérifiez son orthographe.",
        "The name of the server is not found in the DNS. Check its spelling.",
    ),
    "address_private": Reason(
        "name",
        "Ce nom désigne une adresse privée, que Passerelle ne joint pas. Donnez un serveur joignable depuis Internet.",
        "This name leads to a private address, which Passerelle does not reach. Give a server that the Internet can reach.",
    ),
    "connection_refused": Reason(
        "connection",
        "Rien n'écoute sur ce port. Vérifiez le numéro : 587 avec STARTTLS, 465 avec TLS.",
        "Nothing listens on this port. Check its number: 587 with STARTTLS, 465 with TLS.",
    ),
    "connection_timeout": Reason(
        "connection",
        "Le serveur ne répond pas à temps. Vérifiez le port et le mode de chiffrement ; un pare-feu nous arrête peut-être.",
        "The server does not answer in time. Check the port and the encryption; a firewall may stop us.",
    ),
    "connection_lost": Reason(
        "connection",
        "La connexion a été coupée. Vérifiez le port et le mode de chiffrement, puis réessayez.",
        "The connection was cut. Check the port and the encryption, then try again.",
    ),
    "connection_failed": Reason("connection", "Amazon SES est injoignable. Réessayez.", "Amazon SES cannot be reached. Try again."),
    "answer_unreadable": Reason(
        "connection",
        "Ce qui répond sur ce port n'est pas un serveur de messagerie. Vérifiez l'hôte et le port.",
        "What answers on this port is no mail server. Check the host and the port.",
    ),
    "server_refused": Reason(
        "connection",
        "Le serveur nous refuse dès l'accueil. Demandez à votre hébergeur de nous autoriser.",
        "The server turns us away at the door. Ask your provider to let us in.",
    ),
    "server_busy": Reason(
        "connection",
        "Le serveur demande de réessayer plus tard. Passerelle le fera toute seule.",
        "The server asks to try again later. Passerelle will do so by itself.",
    ),
    "throttled": Reason(
        "connection",
        "Amazon SES demande de ralentir. Réglez une limite par seconde, ou demandez un quota plus élevé.",
        "Amazon SES asks to slow down. Set a limit per second, or ask for a larger quota.",
    ),
    "tls_missing": Reason(
        "encryption",
        "Le serveur ne propose pas STARTTLS. Essayez TLS sur le port 465.",
        "The server does not offer STARTTLS. Try TLS on port 465.",
    ),
    "tls_failed": Reason(
        "encryption",
        "Le chiffrement a échoué. Choisissez TLS pour le port 465, STARTTLS pour le port 587.",
        "Encryption failed. Choose TLS for port 465, STARTTLS for port 587.",
    ),
    "certificate_refused": Reason(
        "encryption",
        "Le certificat du serveur n'est pas valable pour ce nom. Donnez le nom qu'indique votre hébergeur.",
        "The server's certificate is not valid for this name. Give the name that your provider states.",
    ),
    "login_refused": Reason(
        "login",
        "L'identifiant ou le mot de passe est refusé. Certains hébergeurs demandent un mot de passe d'application.",
        "The user name or the password is refused. Some providers want an application password.",
    ),
    "login_unsupported": Reason(
        "login",
        "Le serveur ne demande pas d'identifiant à cet endroit, ou d'une manière inconnue. Vérifiez le port et le chiffrement.",
        "The server does not ask for a user name here, or in a way unknown to us. Check the port and the encryption.",
    ),
    "sender_refused": Reason(
        "sender",
        "L'adresse d'expédition est refusée. Faites-la valider par votre hébergeur (ou dans Amazon SES).",
        "The sender's address is refused. Have it verified by your provider (or in Amazon SES).",
    ),
    "recipient_refused": Reason(
        "recipient",
        "Le serveur refuse ce destinataire : la boîte n'existe pas. Essayez une autre adresse.",
        "The server refuses this recipient: there is no such mailbox. Try another address.",
    ),
    "address_unsupported": Reason(
        "recipient",
        "Cette adresse n'est pas une adresse e-mail simple. Essayez-en une autre.",
        "This address is no plain e-mail address. Try another one.",
    ),
    "message_refused": Reason(
        "message",
        "Le serveur refuse le contenu du message, souvent comme indésirable. Demandez la raison à votre hébergeur.",
        "The server refuses the text of the message, often as spam. Ask your provider why.",
    ),
    "answer_lost": Reason(
        "message",
        "Le message est remis, mais le serveur n'a pas confirmé. Regardez s'il est arrivé avant de réessayer.",
        "The message was handed over, but the server did not confirm. Look whether it arrived before you try again.",
    ),
    "sender_paused": Reason(
        "sender",
        "Ce profil est en pause. Un administrateur peut le reprendre.",
        "This profile is paused. An administrator may resume it.",
    ),
    "aws_unreachable": Reason(
        "connection",
        "AWS End User Messaging est injoignable. Réessayez.",
        "AWS End User Messaging cannot be reached. Try again.",
    ),
    "line_refused": Reason(
        "sender",
        "AWS refuse la ligne : vérifiez le numéro ou le nom d'émetteur, son enregistrement et le plafond de dépense du mois.",
        "AWS refuses the line: check the number or sender name, its registration and the month's spending limit.",
    ),
    "opted_out": Reason(
        "recipient",
        "Ce numéro a répondu STOP : il ne reçoit plus de SMS de nous.",
        "This number answered STOP: it gets no more texts from us.",
    ),
    "country_blocked": Reason(
        "recipient",
        "L'envoi vers ce pays ou ce numéro est bloqué dans AWS. Ouvrez le pays, ou choisissez un autre canal.",
        "Sending to this country or number is blocked in AWS. Open the country, or choose another channel.",
    ),
    "text_refused": Reason(
        "message",
        "AWS refuse ce texte : vérifiez le modèle WhatsApp, sa langue et ses valeurs, ou raccourcissez le SMS.",
        "AWS refuses this text: check the WhatsApp template, its language and values, or shorten the text.",
    ),
}
