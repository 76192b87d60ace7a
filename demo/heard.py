"""What else Tostalba's customers said, from June to November: some four hundred voices, dealt out from these sentences.

As data. A sentence says its face (1 to 5) and how well it is argued (0 to 3); `{o}` becomes an order number, `{t}` a
town; an empty one is a face at the door. How many there are at each touchpoint stands in `VOICES`; the picture of the
journey is computed from them.
"""

# Touchpoint: how many voices in the quarter to 24 August, and in the one to 22 November.
VOICES = {
    "Newsletter": (5, 6), "Social": (7, 8), "Botteghe": (19, 21), "Sito": (16, 17), "App abbonamento": (9, 11),
    "Agenti": (6, 5), "Corriere": (38, 74), "Confezione e foglietto": (20, 22), "Contact center": (15, 17),
    "WhatsApp": (4, 6), "Tecnici bar": (9, 8), "Officina": (26, 10), "Recensioni e passaparola": (15, 19),
}  # fmt: skip
TOWNS = ("Imola", "Lugo", "Forlì", "Cesena", "Rimini", "Ferrara", "Mantova", "Treviso", "Rovigo", "Ancona")
# From, to, how many in the last quarter (of the voices at the first one), the sentences.
HAND_OVERS = (
    ("Sito", "Botteghe", 10, (
        ("Reso aperto sul sito, in bottega non ne sapevano niente.", 2, 2),
        ("Ordine {o} pagato online con ritiro in bottega: al banco non ne sapevano niente.", 3, 3),
        ("Il buono del sito alla cassa non vale, e nessuno me l'aveva detto.", 3, 1),
        ("Sul sito la miscela c'era, in bottega no. Ho fatto il viaggio per niente.", 3, 2))),
    ("App abbonamento", "Contact center", 7, (
        ("L'app dice in consegna, al telefono dicono non ancora partito. Ordine {o}.", 3, 3),
        ("Ho messo in pausa dall'app, e al telefono risultava ancora attivo.", 3, 2),
        ("Spostata la data nell'app, chi mi ha risposto vedeva quella vecchia.", 3, 1))),
    ("Officina", "Corriere", 4, (
        ("Macchina pronta il venerdì, il corriere l'ha presa il mercoledì dopo.", 2, 3),
        ("In officina mi dicono spedita, il corriere non ha niente.", 2, 2))),
)  # fmt: skip
SENTENCES = {
    "Newsletter": (
        ("Finalmente una mail che si legge fino in fondo.", 5, 0), ("La ricetta del mese vale da sola.", 4, 1),
        ("Scrivete spesso, ma le cose da sapere ci sono.", 4, 0), ("Due mail in un giorno sono troppe.", 3, 1),
    ),
    "Social": (
        ("Bello il video della tostatura di sabato.", 5, 1),
        ("Vi ho conosciuti qui, poi sono venuto in bottega.", 4, 1),
        ("Ho fatto una domanda sotto un post e nessuno ha risposto.", 2, 2), ("Belle foto, si sente il profumo.", 4, 0),
        ("La promozione che vedevo io era già finita.", 3, 1),
    ),
    "Botteghe": (
        ("Mi hanno fatto assaggiare due miscele prima di scegliere.", 5, 1),
        ("Mi chiamano per nome, e torno per questo.", 5, 0), ("Consiglio giusto per la mia moka.", 4, 1),
        ("Alle 13 fila fino alla porta.", 2, 2), ("Personale gentile, bottega calda d'inverno.", 4, 0),
        ("Ho scelto bene perché me l'hanno spiegato semplice.", 4, 1), ("", 5, 0), ("", 4, 0),
        ("Volevo solo il decaffeinato e ho aspettato dieci minuti.", 2, 2),
    ),
    "Sito": (
        ("L'orario limite adesso è chiaro, bene.", 5, 1), ("Al pagamento mi ha buttato fuori due volte.", 2, 2),
        ("Non si capisce se la spedizione è compresa fino all'ultimo.", 3, 2), ("Ordinare è veloce.", 4, 0),
        ("Il carrello si è svuotato mentre cercavo la carta.", 2, 2), ("Chiaro, ma le foto sono piccole.", 3, 1),
        ("", 3, 0),
    ),
    "App abbonamento": (
        ("Cambiare la miscela dall'app è comodo.", 4, 1), ("La notifica arriva dopo il pacco.", 2, 2),
        ("Vorrei spostare una consegna senza chiamare.", 3, 1), ("Chiara, tutto in due tocchi.", 4, 0),
    ),
    "Agenti": (
        ("Puntuale e sa di che cosa parla.", 4, 1), ("Ogni volta un giorno di consegna diverso.", 3, 2),
        ("Ci ha promesso domani mattina, è arrivato in tre giorni.", 2, 3),
    ),
    "Corriere": (
        ("Ordine {o}: sul sito 48 ore, arrivato in quattro giorni.", 1, 3), ("Pacco fermo a {t} da tre giorni.", 1, 2),
        ("Ritardo anche questa volta, e nessuno avvisa.", 2, 1), ("", 2, 0), ("In ritardo di due giorni.", 2, 2),
        ("Il corriere dice di essere passato. Ero in casa.", 1, 2), ("Lasciato dal vicino senza un biglietto.", 2, 2),
        ("Arrivato in due giorni, come scritto.", 4, 0), ("Aspettato tutto il giorno, poi niente.", 1, 1), ("", 1, 0),
        ("Ordine {o} di venerdì sera, consegna martedì: il ritardo è sempre lì.", 2, 3), ("", 3, 0),
        ("Non mi serve presto, mi serve sapere quando.", 3, 0),
        ("Consegna a {t} in ritardo, il caffè era per un regalo.", 1, 2),
        ("", 2, 0), ("Il pacco era rotto da un lato, il caffè intero.", 2, 2),
        ("Corriere gentile, arrivato prima.", 5, 0),
        ("Tracciamento fermo a {t} dal giorno prima.", 2, 0), ("Ritardo di un giorno, pazienza.", 3, 0),
    ),
    "Confezione e foglietto": (
        ("Si sente che è tostato da poco.", 5, 1), ("La ricetta della moka è attaccata al frigo.", 5, 0),
        ("La data di tostatura si trova a fatica.", 3, 2), ("Pacchetto bello, troppa plastica.", 3, 1), ("", 5, 0),
        ("Profumo appena aperto.", 5, 0), ("", 4, 0),
    ),
    "Contact center": (
        ("Gentili, ma ho ripetuto tutto da capo.", 3, 1), ("Risposto subito e risolto.", 5, 1), ("", 4, 0),
        ("Lunedì mattina dieci minuti di attesa.", 2, 2), ("Una voce umana, finalmente.", 5, 0),
        ("Mi hanno richiamato come avevano detto.", 4, 2),
    ),
    "WhatsApp": (
        ("Foto mandata, risposta in un'ora.", 5, 1), ("Veloci e chiari.", 4, 0), ("Due giorni per un sì.", 2, 2),
    ),
    "Tecnici bar": (
        ("Tecnico in due ore, e mi ha spiegato il guasto.", 5, 2), ("Pezzo sul furgone, fermo mezz'ora.", 4, 2),
        ("Macchina ferma tutta la mattina.", 1, 3), ("Bravo, ma quanto costa l'ho saputo dopo.", 3, 1),
    ),
    "Officina": (
        ("Tornata in tre giorni, come nuova.", 5, 2), ("Riparata bene, e il conto era quello detto.", 5, 1),
        ("Dieci giorni senza caffè.", 2, 2), ("Il pezzo non c'era, altra settimana.", 2, 2), ("Perfetta.", 4, 0),
        ("Ho aspettato il pezzo due settimane.", 1, 2), ("Pezzo in arrivo, dicevano. Per giorni.", 2, 1),
    ),
    "Recensioni e passaparola": (
        ("Me li ha consigliati mia sorella, e aveva ragione.", 5, 1),
        ("Li consiglio sempre, ma ordinate per tempo.", 4, 1),
        ("Caffè ottimo, consegna così così.", 3, 2), ("Lo regalo a tutti.", 5, 0), ("Cinque stelle al caffè.", 5, 0),
        ("Al bar di Samira è il migliore di Padova.", 5, 1), ("Prezzo alto, però si sente.", 3, 1),
    ),
}  # fmt: skip
# What counts, where it does; who speaks there most (places in `PROFILES`).
MATTERS = {"Newsletter": "chiarezza", "Social": "cura", "Botteghe": "cura", "Sito": "chiarezza", "Agenti": "certezza",
           "App abbonamento": "chiarezza", "Corriere": "certezza", "Contact center": "cura", "Tecnici bar": "velocità",
           "Officina": "velocità", "Recensioni e passaparola": "cura"}  # fmt: skip
SPEAKING = {"Botteghe": (1, 1, 1, 0), "Agenti": (2, 3, 2), "Tecnici bar": (2, 2, 2), "Officina": (1, 0, 2),
            "Sito": (0, 0, 3), "App abbonamento": (0, 0, 0, 3), "Corriere": (0, 0, 0, 3, 2, None)}  # fmt: skip
SOURCES = {"Botteghe": "shop", "Social": "social", "Recensioni e passaparola": "review", "WhatsApp": "chat",
           "Agenti": "visit", "Tecnici bar": "visit", "Newsletter": "email", "Contact center": "phone"}  # fmt: skip

# Name, what moves them, what they have been through.
PROFILES = (
    ("Anna · abbonata", "Organizza la settimana: vuole certezza, non velocità.",
     "Abbonata da 3 anni. Ad agosto un pacco perso."),
    ("Giorgio · bottega", "Vuole essere riconosciuto, e due parole al banco.",
     "In bottega da 20 anni, mai un problema."),
    ("Samira · bar", "Ogni ora di macchina ferma le costa trenta caffè.", "Bar a Padova. Quest'anno due guasti."),
    ("Ufficio Rinaldi", "Trenta persone: non vuole doverci pensare.", "Cliente da 5 anni, ordina ogni due settimane."),
)  # fmt: skip

# Diaries that went far: profile, and (touchpoint, face, words) as it happened.
LONG_DIARIES = (
    (0, (("Newsletter", 4, "Mail con la miscela nuova."), ("App abbonamento", 4, "Due tocchi, fatto."),
         ("Corriere", 1, "Tre giorni di ritardo, nessuno avvisa."), ("Confezione e foglietto", 5, "Però che profumo."),
         ("Contact center", 3, "Gentili, ma non sapevano."))),
    (1, (("Botteghe", 5, "La signora sa già come lo voglio."), ("Confezione e foglietto", 5, ""),
         ("Officina", 4, "Macchina lasciata, dicono giovedì."),
         ("Recensioni e passaparola", 5, "L'ho detto al circolo."))),
    (2, (("Agenti", 3, "Domani mattina, dice."), ("Corriere", 2, "Domani mattina non era."),
         ("Tecnici bar", 4, "Tecnico in due ore, bravo."), ("Recensioni e passaparola", 4, ""))),
    (3, (("Sito", 3, "Rifare l'ordine ogni volta."), ("Corriere", 3, "Arrivato, ma alle 19 l'ufficio è chiuso."),
         ("WhatsApp", 4, "Risposto subito."))),
    (0, (("Social", 4, ""), ("Botteghe", 4, "Assaggio."), ("Sito", 2, "Buttata fuori al pagamento."),
         ("Corriere", 5, "In anticipo!"), ("Confezione e foglietto", 5, ""))),
)  # fmt: skip
# The other diaries noted one or two moments: touchpoint, face, words, dealt like cards.
MOMENTS = (
    ("Corriere", 2, "Ritardo."), ("Corriere", 1, "Non è passato nessuno."), ("Botteghe", 5, "Assaggio al banco."),
    ("Corriere", 2, "Un giorno dopo."), ("Confezione e foglietto", 4, "La ricetta."), ("Sito", 3, ""),
    ("Corriere", 3, "Arrivato, caldo il pacco."), ("Officina", 4, "Pronta in tre giorni."),
    ("Contact center", 3, "Attesa."),
    ("Corriere", 1, "Fermo a Imola."), ("App abbonamento", 3, "Non trovo la pausa."), ("Tecnici bar", 4, "Veloce."),
)  # fmt: skip
ENTRIES = 61
# Visits, product pages, carts and those left behind: in a typical week.
TRAFFIC = (("Ne sento parlare", 9_800, None), ("Scelgo", 2_100, None), ("Ordino", 612, 289))
