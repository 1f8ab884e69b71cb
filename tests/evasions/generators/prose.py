"""Ordinary sentences and words with which an offer is surrounded, in seven languages; all made up here."""

from __future__ import annotations

NEWS = {
    "fr": "selon le parquet, la police a saisi la marchandise et trois hommes sont en garde à vue, écrit le journal",
    "en": "according to prosecutors, police seized the goods and three men were arrested, the newspaper writes",
    "es": "según la fiscalía, la policía incautó la mercancía y tres hombres fueron detenidos, escribe el diario",
    "de": "laut Staatsanwaltschaft hat die Polizei die Ware beschlagnahmt, drei Männer wurden festgenommen",
    "nl": "volgens het openbaar ministerie nam de politie de waar in beslag, drie mannen zijn aangehouden",
    "it": "secondo la procura la polizia ha sequestrato la merce e tre uomini sono stati arrestati, scrive il giornale",
    "pt": "segundo o ministério público, a polícia apreendeu a mercadoria e três homens foram detidos, diz o jornal",
}
PREVENTION = {
    "fr": "prévention : parlez-en à un médecin, les risques pour la santé sont réels, écoute anonyme et gratuite",
    "en": "prevention: talk to a doctor, the risks for your health are real, free and anonymous helpline",
    "es": "prevención: habla con un médico, los riesgos para la salud son reales, ayuda gratuita y anónima",
    "de": "Vorbeugung: sprich mit einem Arzt, die Gefahren für die Gesundheit sind groß, anonyme Beratungsstelle",
    "nl": "preventie: praat met een arts, de risico's voor je gezondheid zijn groot, gratis en anonieme hulplijn",
    "it": "prevenzione: parlane con un medico, i rischi per la salute sono reali, aiuto gratuito e anonimo",
    "pt": "prevenção: fale com um médico, os riscos para a saúde são reais, ajuda gratuita e anónima",
}
COOKING = {
    "fr": "recette du jour : faire revenir les oignons, ajouter la farine et le beurre, cuire au four vingt minutes",
    "en": "recipe of the day: fry the onions, add flour and butter, bake in the oven for twenty minutes",
    "es": "receta del día: sofríe las cebollas, añade la harina y la mantequilla, hornea veinte minutos",
    "de": "Rezept des Tages: Zwiebeln anbraten, Mehl und Butter dazugeben, zwanzig Minuten im Ofen backen",
    "nl": "recept van de dag: fruit de uien, voeg bloem en boter toe, bak twintig minuten in de oven",
    "it": "ricetta del giorno: soffriggi le cipolle, aggiungi farina e burro, cuoci in forno per venti minuti",
    "pt": "receita do dia: refogue as cebolas, junte a farinha e a manteiga, leve ao forno vinte minutos",
}
TAGS = {
    "fr": "#actu #police #justice #prévention #santé #recette #cuisine",
    "en": "#news #police #court #prevention #health #recipe #cooking",
    "es": "#noticias #policía #justicia #prevención #salud #receta #cocina",
    "de": "#nachrichten #polizei #gericht #prävention #gesundheit #rezept #kochen",
    "nl": "#nieuws #politie #rechtbank #preventie #gezondheid #recept #koken",
    "it": "#notizie #polizia #giustizia #prevenzione #salute #ricetta #cucina",
    "pt": "#notícias #polícia #justiça #prevenção #saúde #receita #cozinha",
}
WINKS = {
    "fr": ("rien n'est à vendre ici 😉", "tout est faux, c'est pour un film", "compte parodique, humour"),
    "en": ("not for sale 😉", "all fake, props for a movie", "parody account, just a joke"),
    "es": ("nada está en venta 😉", "todo es falso, es para una película", "cuenta parodia, es broma"),
    "de": ("nichts davon zu verkaufen 😉", "alles nur Spaß, Requisiten für einen Film", "Parodie, nur ein Witz"),
    "nl": ("niet te koop 😉", "alles nep, rekwisieten voor een film", "parodie, gewoon een grapje"),
    "it": ("niente in vendita 😉", "tutto finto, è per un film", "profilo parodia, si scherza"),
    "pt": ("nada à venda 😉", "tudo falso, é para um filme", "conta de paródia, é brincadeira"),
}
FILLERS = {
    "fr": ("franchement", "les amis", "comme toujours", "sans prise de tête", "et voilà"),
    "en": ("honestly", "my friends", "as always", "no stress at all", "there you go"),
    "es": ("sinceramente", "amigos míos", "como siempre", "sin complicaciones", "y ya está"),
    "de": ("ehrlich gesagt", "liebe Leute", "wie immer", "ganz ohne Stress", "so ist das"),
    "nl": ("eerlijk gezegd", "beste vrienden", "zoals altijd", "zonder gedoe", "zo gaat dat"),
    "it": ("sinceramente", "amici miei", "come sempre", "senza problemi", "ecco qua"),
    "pt": ("sinceramente", "meus amigos", "como sempre", "sem complicações", "e pronto"),
}
ORDINARY = {
    "fr": (
        "Ce matin le bus était en retard, alors je suis allé à pied jusqu'au bureau.",
        "Ma sœur a retrouvé ses clés sous le canapé, on a bien ri.",
        "Il paraît qu'il va pleuvoir toute la semaine, prenez un parapluie.",
        "Le match d'hier était long, mais la fin valait le coup.",
        "J'ai commencé un livre que ma voisine m'a prêté, il est très beau.",
        "On a repeint la cuisine en vert clair, ça change tout.",
    ),
    "en": (
        "The bus was late this morning, so I walked all the way to the office.",
        "My sister found her keys under the sofa and we laughed a lot.",
        "They say it will rain all week, so take an umbrella.",
        "Yesterday's match was long, but the end was worth it.",
        "I began a book that my neighbour lent me and it is lovely.",
        "We painted the kitchen light green and it changes everything.",
    ),
    "es": (
        "Esta mañana el autobús llegó tarde, así que fui andando a la oficina.",
        "Mi hermana encontró sus llaves debajo del sofá y nos reímos mucho.",
        "Dicen que va a llover toda la semana, llevad paraguas.",
        "El partido de ayer fue largo, pero el final mereció la pena.",
        "He empezado un libro que me prestó mi vecina y es muy bonito.",
        "Hemos pintado el salón de verde claro y parece otro.",
    ),
    "de": (
        "Heute Morgen kam der Bus zu spät, also bin ich ins Büro gelaufen.",
        "Meine Schwester hat ihre Schlüssel unter dem Sofa gefunden, wir haben gelacht.",
        "Es soll die ganze Woche regnen, nehmt einen Schirm mit.",
        "Das Spiel gestern war lang, aber das Ende hat sich gelohnt.",
        "Ich lese ein Buch, das mir meine Nachbarin geliehen hat, es ist sehr schön.",
        "Wir haben die Küche hellgrün gestrichen, das macht viel aus.",
    ),
    "nl": (
        "Vanochtend was de bus te laat, dus ben ik naar kantoor gelopen.",
        "Mijn zus vond haar sleutels onder de bank en we moesten lachen.",
        "Het gaat de hele week regenen, neem een paraplu mee.",
        "De wedstrijd van gisteren duurde lang, maar het einde was mooi.",
        "Ik ben begonnen in een boek van mijn buurvrouw, het is prachtig.",
        "We hebben de keuken lichtgroen geverfd, dat maakt veel uit.",
    ),
    "it": (
        "Stamattina l'autobus era in ritardo, così sono andato in ufficio a piedi.",
        "Mia sorella ha ritrovato le chiavi sotto il divano e abbiamo riso.",
        "Dicono che pioverà tutta la settimana, prendete l'ombrello.",
        "La partita di ieri è stata lunga, ma il finale meritava.",
        "Ho cominciato un libro che mi ha prestato la vicina, è molto bello.",
        "Abbiamo dipinto la cucina di verde chiaro, cambia tutto.",
    ),
    "pt": (
        "Esta manhã o autocarro atrasou-se, por isso fui a pé para o escritório.",
        "A minha irmã encontrou as chaves debaixo do sofá e rimos muito.",
        "Dizem que vai chover toda a semana, levem guarda-chuva.",
        "O jogo de ontem foi longo, mas o fim valeu a pena.",
        "Comecei um livro que a vizinha me emprestou e é muito bonito.",
        "Pintámos a cozinha de verde claro e parece outra.",
    ),
}
