from __future__ import annotations

from chalicelib.scoring.notes.lexicon.french import LATER, NEGATIVE, PARTIAL, POSITIVE, UNREACHED

SHORT = {
    "appt": "appointment", "apt": "appointment", "appointement": "appointment", "appointmt": "appointment", "mtg": "meeting", "vm": "voicemail",
    "dont": "not", "doesnt": "not", "didnt": "not", "isnt": "not", "wasnt": "not", "wont": "not", "cant": "not", "cannot": "not",
    "couldnt": "not", "wouldnt": "not", "arent": "not", "havent": "not", "hasnt": "not", "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow",
    "tom": "tomorrow",
    "asap": "asap", "cb": "cb", "clbk": "callback", "cbk": "callback", "intrstd": "interested", "ni": "ni", "thurs": "thursday", "tues": "tuesday",
    "weds": "wednesday", "msgs": "message", "wk": "week", "mths": "months", "yr": "year",
}  # fmt: skip

NEGATORS = {"not", "no", "never", "without", "nor"}
CONTRASTS = {"but", "however", "though", "although"}
AFTER_ALL = {"finally", "eventually", "afterwards", "then"}
DAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "january", "february", "april", "june", "july",
    "august", "september", "october", "november", "december", "week", "month", "months", "year", "morning", "afternoon", "evening", "noon", "hour",
    "hours", "weekend", "am", "pm", "spring", "summer", "autumn", "winter",
}  # fmt: skip

CUES: dict[tuple[str, float], str] = {
    (POSITIVE, 4.0): """
appointment/meeting/demo/visit/viewing/call booked/set/made/confirmed/agreed/scheduled/fixed/arranged
booked/set/made/scheduled/arranged/confirmed/agreed/accepted _ appointment/meeting/demo/visit/viewing | booked | appointment #
appointment on # | meeting # | agreed to _ demo/meeting/visit/appointment/trial/call
sold | sale made | sale $ | ^ sale | deal closed | deal done | closed the deal | closed won | won the deal | signed | signs | sign up
signed up | will sign | ll sign | to sign | wants to sign | contract signed | sign this week
bought | purchased | placed _ order | order placed/confirmed/made | confirmed _ order/request/appointment/booking/interest | confirms | paid
payment taken/made/received/done | deposit paid | gave _ card/bank details
accepted | accepts | agreed | agrees | agreed to go | on board | said yes | says yes | go ahead | going ahead | goes ahead | enrolled
enrols | registered | subscribed | renewed | renews | upgrade* | converted | transferred to/through
will take | takes the | taking the | will buy | wants to buy | ready to buy/sign/start/go/order | wants to go ahead | happy to go
happy to proceed | wants to proceed
he/she/they in sending/send | wants in | s in | is in $ | card details taken | details taken | took payment | confirmed for | confirmed
booking confirmed | ordered | orders | starts # | starting # | begins # | sends documents | sent documents | documents received
no hesitation | locked in | committed | signed and returned | contract returned | deposit | down payment | switching to us | switches to us
joined | joins | joining | onboarded | upgraded | handed over to | closing # | visit # | site visit | viewing # | demo # | trial #
trial started | paperwork today | over the paperwork
agreed to _ follow | follow up demo/meeting/appointment booked/set/agreed | payment received | move forward | moving forward | wants to move
ready to proceed | asked for the contract | contract sent for signature | for signature | happy to sign | closed $ | ^ closed
placed an order
""",
    (POSITIVE, 3.0): """
very/really/super/so/extremely interested | keen | eager | loves | love it | loved | excited | delighted | enthusiastic | impressed
hot lead | qualified | great call | great lead
wants/requested/for/needs/like a/an quote/demo/visit/estimate/trial/appointment/meeting | quote requested | wants _ service/product/offer
to start/begin next/on/# | start/starts/starting # | wants to start/join/begin/proceed/order/enrol/register/visit
no objection* | no problem $ | sounds good | all good | positive | likes | liked | satisfied | happy with our/the offer/price/product
yes please | absolutely | definitely
sounds great | sounds perfect | exactly what he/she/they | ideal | fantastic | brilliant | loved the/it/our | loves our/the | great interest
strong interest | real interest | genuine interest | high potential | promising | very positive | pleased with | wants it
wants to buy/try/visit/switch/meet/see/come/get | would love | looking forward | ready
asked for a quote/demo/visit/meeting | interested in our/the/moving | expressed interest | showed interest | very receptive
highly interested | really keen | liked our/the/what
""",
    (POSITIVE, 2.0): """
interested | interest in | curious | ^ yes $ | ^ yes | open to | receptive | good call | good prospect | good conversation | happy | asap
willing
""",
    (POSITIVE, 0.5): """
lovely | nice | polite | pleasant | friendly | kind | great | charming | wonderful
""",
    (NEGATIVE, 5.0): """
do not call/contact/ring | not call again | not call back ever | not contact again | never call/contact/ring | dnc
stop calling/contacting/ringing/phoning | remove _ list/database/number | removed from | take _ off _ list | taken off | unsubscribe*
opt out | opted out | delete _ data/details/number
hung up | hangs up | hang up | put the phone down | slammed
wrong number | wrong person | bad number | invalid number | number not in service | not in service | disconnected number
number disconnected | fake number | false number | number does not exist | no such person | fake lead | fake | prank
deceased | passed away | died | dead
scam | fraud | spam | sue | lawyer | complain* | threat* | abusive | rude | swore | insult* | aggressive | get lost | piss off | fuck*
go away | leave _ alone | bothering | harass*
never filled/asked/requested/applied/signed/registered/enquired | not fill* | not ask for | not request | did not request
never to ring/call/contact | screamed | shouted | swearing | told me off | told me to go/get | not to call/ring/contact | asked not to
kid playing | child playing | by mistake | by accident | accidentally | not the person | nobody by that name | no one by that name
not live there | belongs to someone | number belongs | report us | reporting us
told us to stop | told me to stop | stop calling | do not want to be called | does not want to be called/contacted
not want to be called/contacted | never gave his/her/their/us | did not give | asked us to remove | remove them | block us
""",
    (NEGATIVE, 4.0): """
not/never interested | no longer interested | not _ interested | uninterested | no interest | not at all interested | lost interest
not keen
refus* | declin* | rejected | turned down | said no | says no | no thanks | no thank you | ^ no $ | a firm no | hard no | negative
not going ahead | not go ahead | not proceed* | not want | not wish | not wanting | not need | no need
no longer needs/wants/required/needed/looking | not looking | not for him/her/them/us
cancel* | withdrew | withdrawn | pulled out | backed out | changed _ mind | gave up | abandoned | no project | no plans
already has/have/with/got/a/using/bought/signed/covered/insured/client/customer | has already | went with | gone with | going with another
chose another | competitor | elsewhere | another provider/supplier/company | found another | found cheaper
happy with current/his/her/their current | staying with | happy there
not eligible | ineligible | not qualified | unqualified | does not qualify | not qualify | tenant | renting | out of area | outside
underage | too old | bankrupt | duplicate | angry | annoyed | upset | furious | lost
all set | set with | not the right fit | not a fit | not a good fit | no fit | bad fit | not right for | not meet _ criteria | not meet the
not match | sold the/his/her house/car/business | sold up | went cold | cold on | lost their job | out of business | closed down
closing down | loan refused | credit refused | not suitable | unsuitable | no use | no point | waste of time | no way | absolutely not
definitely not | certainly not | no chance | dead lead | dead end | not buying | not moving forward | no further | already done
already sorted | had it done | not what he/she/they | looking for something else | staying put | sticking with
prefers his/her/their current | current provider | current supplier
already purchased/bought/ordered/chose/chosen/switched/signed/subscribed/renewed _ from/with/elsewhere | already purchased
from a competitor | with a competitor | not see the point/value/need/benefit | no intention | not planning | no plans | no need for
not in the market | not looking for | ended the call | cut me off | hung up | not worth | out of his/her/their budget
""",
    (NEGATIVE, 2.5): """
too expensive | too much money | too pricey | too dear | not afford | no budget | no money | out of budget | over budget | costs too much
not trust | no trust | sceptical | skeptical | not convinced | not happy | unhappy | dissatisfied | disappointed | too far | moved away
moved abroad
""",
    (PARTIAL, 3.0): """
call back | callback* | call _ back | calling back | call again | call later | call him/her/them # | call # | call in # | call after
call before | call next | ring back | ring _ back | ring # | phone back | phone again | follow up | followup | following up | chase
try again | try later | retry | will try | reach out | recontact | get back to | gets back | come back to | check back | touch base
catch up
later | another time | bad time | not a good time | not the right time | not now | not right now | not yet | not before | not today
not this year/month/week | too early | too soon | right now | not decided | not sure | unsure | not certain | undecided | maybe | perhaps
possibly | might | could be | hesitat* | hesitant | on the fence | thinking | think about | think it over | needs to think | needs time
need time | consider* | mull | sleep on it | not know | does not know | not ruled out | not say no | not against
busy | in a meeting | at work | working | driving | on holiday | on vacation | travelling | traveling | abroad until | away | out of office
in hospital | sick | ill | unavailable | not available | not there | not home | not in | no time | not time | not talk now | not speak now
could not talk | asleep | eating | back on # | returns # | until # | until _ #
talk to/with his/her/their/the/wife/husband | speak to/with his/her/their/the/wife/husband/boss | talk to | discuss with | ask his/her/their
check with | wants to discuss | will discuss | consult* | partner first | wife first | husband first | decision maker | gatekeeper
receptionist | secretary | spoke to his/her/the wife/husband/son/daughter/mother
compar* | shop* around | other offers | other quotes | another quote | looking around | just looking | browsing | wait* | waits
waiting for | pending | on hold | depends | next year | next month | next week | next quarter | in # | in _ # | after # | in the spring
end of _ month/year/quarter
left _ message/voicemail/vm | left message | message left | voicemail left | cut off | call dropped | dropped | line dropped | bad line
got disconnected | lost connection | postponed | rescheduled | reschedule | rearrange* | to be confirmed | to be set | tbc | tbd | no show
missed _ appointment | appointment missed | date to be
has questions | more info* | more details | further information | need* more | wants more | negotiat* | discount
in writing | swamped | snowed under | has to agree | must agree | needs approval | needs to approve | sign off | needs to check | will check
half convinced | half interested | somewhat interested | a bit interested | could be interested | might be interested | may be interested
interested if | not ruling | not ruled | reading the | reviewing | reviews the | will review | under review | decision # | decide #
decides # | will decide | revisit | ask again | try # | speak to him/her # | speak # | talk # | boss is | manager is | husband is | wife is
husband has | wife has | for now | end of quarter | until end | in spring | in summer | in autumn | in the new year | a few days | few weeks
some time | more time | before deciding | before signing | before he/she | not ready | not quite | torn | second thoughts | mixed feelings
wants a discount | better price | counter offer | prefers # | out until | off sick | with a client | on another call | in traffic | line cut
cut out | poor signal | first $
call back after | asked me to call back | needs to discuss | discuss with spouse/partner/wife/husband/boss/team/manager | let us know
will let us | get back to us | needs to consult | will consider | considering | evaluating | evaluate | budget not yet | not yet approved
pending approval | awaiting | requested more | needs more info* | send more | sent more | think about it | still thinking | still deciding
wants to wait | prefers to wait | hold off | not at this time but | remind him/her/them
""",
    (PARTIAL, 2.0): """
send/sending/sent/emailed/mail/wants/requested/for _ email/mail/brochure/details/info/information
send/sending/sent/emailed/mail/wants/requested/for _ prices/pricing/leaflet/documents/documentation/catalogue/literature
brochure | leaflet | by email | in writing | lukewarm | neutral | so so | mixed | seems | sounded | somewhat
""",
    (LATER, 2.0): """
right now | at the moment | for now | at present | currently | this year | this month | just now | for the time being | at this time | today
yet | before # | before the | presently | at this stage
""",
    (UNREACHED, 1.0): """
no answer | no reply | not answer* | not pick* up | unanswered | voicemail | answering machine | line busy | busy tone | engaged tone
line engaged | rings out | rang out | switched off | phone off | unreachable | no response | mailbox full | straight to voicemail
rang twice | no pick up | tone only | not reachable | could not reach | not reach | nobody answered | went to voicemail | phone rings
tried twice
""",
}

MENDED = {
    "interested", "appointment", "callback", "voicemail", "expensive", "available", "cancelled", "competitor", "tomorrow", "refused", "declined",
    "agreed",
    "accepted", "booked", "undecided", "subscription",
}  # fmt: skip

PLAIN = {
    "called", "calling", "phone", "house", "owner", "owns", "client", "customer", "spoke", "there", "their", "would", "about", "address", "updated",
    "please", "thank", "thanks", "number", "offer", "price", "prices", "email", "wife", "husband", "solar", "insurance", "quote", "service",
    "speaks",
    "spanish", "english", "french", "where", "which", "while", "still", "other", "after", "before", "kids", "years", "months", "again", "today",
    "start", "state", "stated", "story", "right", "insulation", "consultant", "noted", "notes",
}  # fmt: skip
