"""What the invented companies say of safety: rules, gear, what stays at home, a few questions. All invented."""

from typing import Any

SAFETY: dict[str, Any] = {
    "safety": (
        "Blijf bij je groep en bij je begeleider.\n"
        "Loop, en ren nooit.\n"
        "Blijf achter de gele lijn.\n"
        "Raak alleen iets aan als het mag.\n"
        "Hoor je een alarm? Sta stil en doe wat de begeleider zegt."
    ),
    "gear": [{"what": "helm", "by": "company", "sizes": []}, {"what": "hesje", "by": "company", "sizes": []}],
    "forbidden": ["telefoon", "eten en drinken in de hal"],
    "notices": "Er zijn sterke magneten. Heeft iemand een pacemaker? Dan kan hij of zij niet overal komen.",
    "supervision": 8,
    "travel": "Er is plek voor 40 fietsen naast de poort.",
    "safety_questions": [
        {
            "text": "Waar blijf je lopen?",
            "options": ["Waar ik wil", "Achter de gele lijn", "Voor de gele lijn"],
            "right": 1,
            "why": "Aan de andere kant van de gele lijn rijden machines.",
        },
        {
            "text": "Je hoort een alarm. Wat doe je?",
            "options": ["Ik ren naar buiten", "Ik sta stil en luister naar de begeleider"],
            "right": 1,
            "why": "Wie rent kan vallen. De begeleider weet de veilige weg.",
        },
        {
            "text": "Mag je een machine aanraken?",
            "options": ["Alleen als het mag van wie daar werkt", "Ja, als hij uit staat", "Ja, altijd"],
            "right": 0,
            "why": "Ook een machine die stilstaat kan heet zijn, of ineens gaan draaien.",
        },
    ],
}
