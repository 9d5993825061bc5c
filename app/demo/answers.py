"""What children of ten and fourteen write: short, honest, with the mistakes that children make. All invented."""

import random

ANSWERS: dict[str, tuple[str, ...]] = {
    # sea lock, groep 7-8
    "mijn-voorspelling": (
        "C want zout water is zwaarder denk ik",
        "ik denk B want het mengt gewoon net als ranja",
        "C, bij het zwembad voel je ook dat zout anders is",
        "A want het drijft, zout is toch poeder",
        "Ik denk onderin omdat zout zwaar is.",
    ),
    "wat-ik-zag": (
        "het blauwe ging langs de rand naar beneden, mijn voorspelling klopte!!",
        "Het zakte. Ik dacht dat het zou mengen dus hij klopte niet.",
        "eerst beetje door elkaar en toen een blauwe laag onderin",
        "blauw bleef onder, Umut had gelijk en ik niet",
    ),
    "waar-lekte-hij": (
        "in de hoek lekte het, toen meer klei gedaan",
        "Onder de deur. We hebben de klei platter gemaakt en toen nog maar een klein beetje",
        "overal haha maar na 2 keer ging het goed",
        "bij de zijkant, Zoë heeft er tape op gedaan",
    ),
    "drie-zinnen": (
        "Ik zag een schip dat hoger was als onze school. Je hoorde de deur piepen. Ik had niet verwacht dat maar 1 iemand het doet.",
        "De deur ging opzij en niet open als een gewone deur. Het rook naar vis. Ik wist niet dat het snachts ook doorgaat",
        "Ik zag heel veel schermen. Ik hoorde de radio praten in het engels. Dat had ik niet verwacht.",
        "Het water ging heel langsaam omhoog. De man zei dat je rustig moet blijven. Het was koud.",
    ),
    "wat-houdt-veilig": (
        "een hesje want dan zien ze je en een hek anders val je erin",
        "De ladder in de muur, als je erin valt kan je eruit. En de reddingsboei die drijft.",
    ),
    "mijn-mening": (
        "Voor de schipper is het goed want dan hoeft hij niet te wachten. De boer vind het niet fijn door het zout. Ik zou hem wel bouwen maar met bellen",
        "goed: meer werk. niet goed: meer zout. Ik zou snachts minder open doen",
        "De buren horen meer lawaai. Maar de haven is blij. ik weet het niet zo goed, allebei een beetje",
    ),
    "past-bij-mij": (
        "Ik zou graag beslissen maar niet snachts want dan ben ik moe",
        "Samen werken past bij mij. Lang stil zitten niet want ik wil bewegen.",
        "ik zou niet graag alleen zijn want dat vind ik eng. wel leuk al die knopjes",
        "Ik kan goed opletten zegt mijn moeder. Maar wiskunde niet zo",
        "Dit werk is niks voor mij, ik wil iets met dieren. Maar het was wel leuk om te zien",
    ),
    # paper, groep 5-6
    "onze-uitslag": ("A hield 40 of meer, B 12 en C 3. Ik had het goed", "A 33 B 9 C 4, mijn voorspelling klopte niet"),
    # machines, vo onderbouw
    "jouw-keuze": (
        "Overdag repareren. Reden: een monteur die snachts alleen werkt is gevaarlijk. Nadeel: je haalt misschien de bestelling niet.",
        "meteen, want als de reserve pomp ook stopt heb je niks. nadeel is dat het geld kost en je moet iemand wakker bellen",
        "Reservepomp. Dan gaat het door. Nadeel: die levert maar de helft",
        "Overdag, je moet niet gaan haasten met zon ding. Nadeel de klant moet wachten",
    ),
    "jouw-mening": (
        "Ja met een afspraak: alleen de machine meten en niet wie er werkt. Voor: minder storing. Tegen: je word gevolgd",
        "nee, want straks weten ze hoelang je pauze hebt. voor is wel dat het veiliger is",
        "Ja. Voor: minder nachtwerk. Tegen: als de computer alles ziet heb je minder monteurs nodig, maar er moet ook iemand de sensors maken",
    ),
    "dossier-doel": (
        "Ik wilde weten of techniek alleen sleutelen is",
        "of ik later iets met computers of met mijn handen wil",
    ),
    "dossier-resultaat": (
        "onze meting: 2 mm zonder en 7 mm met tape",
        "het antwoord van de planner over valse alarmen",
    ),
    "dossier-evaluatie": (
        "Rekenen ging goed, vragen stellen vond ik lastig want ik ben verlegen",
        "samenwerken ging goed met Sem",
    ),
    "dossier-vervolg": (
        "mijn oom vragen of ik een dag mee mag, in de vakantie",
        "open dag van het mbo met mijn moeder in januari",
    ),
    "wie-werkt-er": (
        "iemand die op de knoppen drukt, iemand die schoonmaakt, een monteur en een baas",
        "de bewaker, die loopt rond. een technicus. iemand van de kantine. en iemand achter een scherm",
        "allemaal mannen met een helm denk ik? 1 die bedient 1 die repareert en 1 die oplet",
        "iemand die de boel bestuurt, iemand die meet, iemand die de rommel opruimt en de chef",
    ),
    "stappen-naar-meters": (
        "1 stap is 65 cm en het waren 90 stappen dus 58 meter. past 8 en een half keer",
        "wij telden bussen, 6 bussen is 72 meter. dat past ongeveer 7 keer",
        "stap 58 cm x 110 = bijna 64 meter dus ongeveer 8 keer, dat is echt groot",
    ),
    "welk-werk-miste": (
        "degene die het water meet, die roeit met een flesje en kijkt hoe zout het is",
        "ik had niemand die het touw vastmaakt. die moet bij elk schip naar buiten",
        "Een bioloog, die telt krabbetjes. Ik wist niet dat dat werk was",
    ),
    "vraag-voor-de-gastheer": (
        "Wat doet u als het heel hard stormt?",
        "Bent u wel eens in slaap gevallen in de nacht?",
        "Wat was uw grootste foutje en wat deed u toen?",
        "Moet je goed zijn in rekenen voor dit werk?",
    ),
    "onze-meting": (
        "zonder gem 2 mm, met gem 7 mm. verschil 5. niet precies want we trokken niet even hard",
        "2,3 en 6,7 dus 4,4 mm verschil. de stift was te dik dus je ziet het niet precies",
        "zonder 1,7 met 5,3. foutje kan zijn dat onze hand bewoog",
    ),
    "spoor-voorspeld": (
        "10 mm want hij wordt zwaarder aan 1 kant",
        "2 keer zo breed denk ik, dus 4",
        "hetzelfde want het is maar een klein balletje",
    ),
    "sensoren-voorspeld": (
        "5 sensoren want die machine is vast duur. meten",
        "2. vaste tijd denk ik want dat is makkelijker",
        "wel 10, als hij stuk gaat kan er iemand gewond raken",
    ),
    "onze-vraag": (
        "Wat is er het laatst stukgegaan en wie besloot toen?",
        "Moet je vaak in de nacht komen?",
        "Hoort u het eerder dan de sensor als er iets mis is?",
    ),
    "sensoren-vergeleken": (
        "wij 4, andere 3 6 en 7 dus gemiddeld 5. de pers had de meeste want die is gevaarlijk",
        "gem 3,5. de grote pomp had er 7",
    ),
    "klopte-mijn-gok": (
        "ik dacht 5 en het waren er 4. de planner miste in mijn rijtje",
        "Ik dacht vaste tijd maar ze meten alles. Ik was de schoonmaker vergeten",
        "bijna niks klopte haha. ik had alleen monteurs en geen vrouw achter het scherm",
    ),
}
ANYTHING = (
    "ik vond het leuk, vooral dat je het zelf mocht doen",
    "Eerst snapte ik het niet maar Noor heeft het uitgelegt",
    "dat wist ik niet. ik zou het nog een keer willen zien",
    "We hebben het samen gedaan en het was best moeilijk",
)


WORDS = ("waterbak", "de deur", "sluis water", "weet ik niet meer", "dinges", "hoog water", "poort")


def open_answer(question_id: str, first_name: str, chance: random.Random) -> str:
    """Something this child could have written. Nobody writes about themselves by name."""
    known = [text for text in ANSWERS.get(question_id, ANYTHING) if first_name not in text]
    return chance.choice(known or ANYTHING[:1])


# What they say of a visit: primary taps drawings, secondary writes a goal beforehand.
LOOKED_BACK: tuple[dict[str, list[str]], ...] = (
    {"did": ["look", "ask"], "proud": ["dare"], "proud-words": ["Ik heb een vraag gesteld aan die meneer"]},
    {"did": ["look"], "did-words": ["Ik zag hoe dik die deur is!!"], "proud": ["listen"], "more": ["see", "meet"]},
    {"did": ["make", "measure"], "proud": ["together"], "more": ["build"], "more-words": ["een sluis van lego"]},
    {"did": ["look", "measure"], "more": ["read"]},
)
GOALS = (
    "Ik wil zien of zon monteur veel alleen werkt of juist samen.",
    "Kijken of ik het leuk zou vinden om storingen te zoeken",
    "Weten welke opleiding je ervoor nodig hebt",
)
