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
    "voorspelling": (
        "C want zout water is zwaarder denk ik",
        "A, want de zee duwt harder dan het kanaal",
        "ik denk B want het mengt gewoon net als ranja",
        "onderin want zout is zwaar",
    ),
    "wat-ik-zag": (
        "het blauwe ging langs de rand naar beneden, mijn voorspelling klopte!!",
        "Het zakte. Ik dacht dat het zou mengen dus hij klopte niet.",
        "eerst beetje door elkaar en toen een blauwe laag onderin",
        "blauw bleef onder, Umut had gelijk en ik niet",
    ),
    "wat-zag-je": (
        "het blauw kroop over de bodem naar de andere kant, best raar",
        "Het zoute water ging onderdoor omdat het zwaarder is.",
        "eerst zag je niks en toen was de bodem blauw",
        "mijn voorspelling klopte half, ik dacht dat het langzamer ging",
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
    "bak-en-echt": (
        "Hetzelfde: 2 deuren en water gelijk maken. Anders: die van ons lekte meer",
        "In het echt gaat de deur op rails en bij ons met je hand.",
        "het is hetzelfde maar dan heel groot en met mensen die overleggen",
        "bij ons was het water binnen 1 minuut gelijk en daar duurde het veel langer",
    ),
    "vergeet-ik-niet": (
        "de toeter van het schip, ik schrok me dood",
        "Dat het schip zo dichtbij kwam dat je de roest kon zien",
        "de trap naar boven, dat waren er 94 ik heb geteld",
    ),
    "wat-houdt-veilig": (
        "een hesje want dan zien ze je en een hek anders val je erin",
        "De ladder in de muur, als je erin valt kan je eruit. En de reddingsboei die drijft.",
    ),
    "werk-op-de-plaat": (
        "iemand houd het touw vast, anders botst het schip tegen de deur",
        "Die in de toren kijkt naar alles. Als niemand dat doet gaan de deuren te vroeg open",
    ),
    "mijn-mening": (
        "Voor de schipper is het goed want dan hoeft hij niet te wachten. De boer vind het niet fijn door het zout. Ik zou hem wel bouwen maar met bellen",
        "goed: meer werk. niet goed: meer zout. Ik zou snachts minder open doen",
        "De buren horen meer lawaai. Maar de haven is blij. ik weet het niet zo goed, allebei een beetje",
    ),
    "mijn-keuze": (
        "vaker wachten met open doen, de boer is blij en de schipper niet",
        "Ik zou gewoon doorgaan maar wel meer pompen, dan is bijna iedereen blij behalve wie het moet betalen",
    ),
    "mijn-ontwerp": (
        "een drempel van klei op de bodem want zout blijft onder. Testen: 1 keer met en 1 keer zonder en kijken hoeveel blauw",
        "de deur sneller dicht. je kan tellen hoeveel seconden en dan kijken",
        "Met een rietje bellen blazen bij de deur! eerst zonder proberen en dan met.",
    ),
    "past-bij-mij": (
        "Ik zou graag beslissen maar niet snachts want dan ben ik moe",
        "Samen werken past bij mij. Lang stil zitten niet want ik wil bewegen.",
        "ik zou niet graag alleen zijn want dat vind ik eng. wel leuk al die knopjes",
        "Ik kan goed opletten zegt mijn moeder. Maar wiskunde niet zo",
        "Dit werk is niks voor mij, ik wil iets met dieren. Maar het was wel leuk om te zien",
    ),
    "mijn-fout": (
        "Ik had de klei te dun gedaan en toen liep alles eruit. nu weet ik dat je eerst moet drukken",
        "bij een som een keer een nul vergeten en toen klopte de hele toren niet",
        "Ik dacht dat het wel hield maar nee. volgende keer eerst testen",
    ),
    # paper, groep 5-6
    "papier-in-de-klas": (
        "wc papier is zacht, een boek is glad en een doos is ruw",
        "Tekenpapier: beetje ruw. Schrift: glad. Zakdoekje zacht!",
    ),
    "onze-uitslag": ("A hield 40 of meer, B 12 en C 3. Ik had het goed", "A 33 B 9 C 4, mijn voorspelling klopte niet"),
    # machines, vo onderbouw
    "jouw-keuze": (
        "Overdag repareren. Reden: een monteur die snachts alleen werkt is gevaarlijk. Nadeel: je haalt misschien de bestelling niet.",
        "meteen, want als de reserve pomp ook stopt heb je niks. nadeel is dat het geld kost en je moet iemand wakker bellen",
        "Reservepomp. Dan gaat het door. Nadeel: die levert maar de helft",
        "Overdag, je moet niet gaan haasten met zon ding. Nadeel de klant moet wachten",
    ),
    "onze-meting": (
        "zonder tape 2, 2 en 3 mm, met tape 7, 6 en 8 mm. Dus met onbalans trilt hij meer. Niet precies want Rayan trok niet even hard.",
        "verschil is ong 4 mm. de stift was te dik dus je ziet het niet precies",
        "1,2,2 en 5,6,5 mm. foutje kan zijn dat onze hand bewoog",
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
