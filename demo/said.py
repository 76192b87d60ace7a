"""What people at Tostalba said and what became of it: ideas, similar ones, comments, decisions, feedback. As data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeaTold:
    """An idea: who said it and when (or in which workshop), where it happens, and what was decided.

    said: a moment in Faenza for the desk; `june`, `august` or `november` for a workshop.
    decided: outcome, moment, the reason people read, and until when.
    """

    number: int
    text: str
    who: str
    said: str
    touchpoint: str = ""
    decided: tuple[str, str, str] | None = None
    until: str = ""
    supported_by: tuple[str, ...] = ()


IDEAS = (
    IdeaTold(1, "Meglio tre giorni certi che due forse: se so quando arriva, mi organizzo.", "Anna R.",
             "2026-09-30 18:20", "Sito",
             ("do", "2026-11-18 09:10", "La vogliono tutti e tre i lati. In tre giorni arriviamo 99 volte su 100, e 86 "
              "volte su 100 un giorno prima. Dal 30 novembre scriviamo \"3 giorni\" in tutti e cinque i posti."),
             supported_by=("Samira E.", "Nadia C.", "Rosa Placci")),
    IdeaTold(2, "Spedizione in giornata per chi ordina entro le 11.", "Pietro Sassi", "november", "Sito",
             ("no", "2026-11-18 09:20", "Entro 24 ore oggi arrivano 21 ordini su 100. Servirebbe un turno serale da "
              "96.000 euro l'anno. Se un giorno lo apriamo, la riprendiamo."), supported_by=("Irene Fabbri",)),
    IdeaTold(3, "Fino all'Epifania un terzo operatore al telefono, dalle 10 alle 13.", "Teresa Ricci", "november",
             "Contact center",
             ("do", "2026-11-18 09:30", "Con il 40 % di chiamate in più, in due risponderemmo in un minuto 71 volte su "
              "100; in tre 93. Costa 4.800 euro, presi dal catalogo di carta."), supported_by=("Omar Haddad",)),
    IdeaTold(4, "Quando mi riparate la macchina, prestatemene una: una settimana senza caffè è lunga.", "Giorgio B.",
             "2026-09-02 10:40", "Officina",
             ("later", "2026-11-18 09:40", "Venti macchine di cortesia costano 14.500 euro. Con i ricambi in casa la "
              "riparazione è già scesa da 5 a 3 giorni. Guardiamo quanti restano senza più di una settimana e ne "
              "riparliamo."), until="2027-02-28", supported_by=("Nadia C.",)),
    IdeaTold(5, "Se ho pagato in bottega, ridatemi i soldi in bottega, senza aspettare il bonifico.", "Nadia C.",
             "2026-10-30 07:10", "Botteghe",
             supported_by=("Giorgio B.", "Samira E.", "Walter M.", "Lorenzo P.", "Fabio Zanotti", "Giulia Bedeschi")),
    IdeaTold(6, "Sul sito, accanto al carrello, l'orario limite: ordini entro le 14, parte oggi.", "Rosa Placci",
             "2026-09-21 15:30", "Sito",
             ("do", "2026-09-29 10:00", "Chi ordina alle 15 si aspetta che parta, e chiama. Dal 12 ottobre l'orario è "
              "accanto al carrello.")),
    IdeaTold(7, "Una foto del guasto su WhatsApp prima di spedire la macchina: metà delle volte è il filtro.",
             "Omar Haddad", "november", "WhatsApp",
             ("do", "2026-11-18 09:50", "Evita metà dei viaggi. L'assistenza risponde alle foto dal 1° dicembre.")),
    IdeaTold(8, "Fatemi scegliere il corriere: quello che mandate passa sempre quando non ci sono.", "Nadia C.",
             "november", "Corriere",
             ("ask", "2026-11-20 11:00", "In quali giorni e orari ti trova? Se è sempre la sera proviamo il ritiro in "
              "bottega prima di cambiare corriere.")),
    IdeaTold(9, "Teniamo in officina i dieci ricambi più usati, invece di ordinarli ogni volta.", "Davide Conti",
             "2026-08-31 08:45", "Officina",
             ("do", "2026-09-10 10:00", "Metà dell'attesa era aspettare il pezzo. 9.000 euro dalla radio ai ricambi.")),
    IdeaTold(10, "La data di tostatura grande, davanti. Adesso è sul fondo e bisogna girare il pacchetto.",
             "Walter M.", "august", "Confezione e foglietto",
             ("do", "2026-08-28 10:10", "Davanti, grande, dai pacchetti di gennaio: prima finiamo la carta stampata.")),
    IdeaTold(11, "Se il pacco è in ritardo scrivetemelo voi, prima che chiami io.", "Anna R.", "august", "WhatsApp",
             ("do", "2026-08-28 10:20", "Quando il corriere segna un ritardo parte un messaggio. Cominciamo dagli "
              "abbonati.")),
    IdeaTold(12, "Agli agenti serve una risposta in tasca: che cosa posso promettere oggi a un bar?",
             "Marco Tassinari", "june", "Agenti",
             ("do", "2026-06-18 09:30", "Da oggi c'è: in \"Si può dire?\" scrivi la frase e leggi se regge.")),
    IdeaTold(13, "Un numero diretto per i bar: se la macchina è ferma alle 7, ogni mezz'ora sono trenta caffè persi.",
             "Samira E.", "2026-10-23 07:50", "Contact center", supported_by=("Walter M.", "Stefano Gatti")),
    IdeaTold(14, "L'abbonamento che si mette in pausa da solo ad agosto.", "Lorenzo P.", "august", "App abbonamento",
             ("later", "2026-08-28 10:30", "È giusta, ma prima della primavera l'app non si tocca."),
             until="2027-04-30"),
    IdeaTold(15, "Alle 8 e alle 13 una cassa solo per chi ritira.", "Giulia Bedeschi", "2026-11-03 14:15", "Botteghe",
             supported_by=("Fabio Zanotti", "Giorgio B.")),
    IdeaTold(16, "Nella newsletter raccontiamo anche quando sbagliamo e che cosa abbiamo cambiato.",
             "Chiara Montanari", "june", "Newsletter",
             ("do", "2026-06-18 09:40", "Una volta al mese, in fondo: che cosa è andato storto e che cosa cambia.")),
    IdeaTold(17, "Basta con \"domani mattina è da lei\": agli agenti una frase sola, la stessa del sito.",
             "Paola Casadio", "2026-09-23 11:35", "Agenti",
             ("do", "2026-10-06 10:10", "Una frase sola per tutti e sette gli agenti, la stessa del sito.")),
    IdeaTold(18, "Una capsula di decaffeinato in regalo nel primo pacco.", "Beatrice Lolli", "august",
             "Confezione e foglietto",
             ("no", "2026-08-28 10:40", "Sei pacchi su dieci sono in grani: chi li riceve non usa capsule.")),
    IdeaTold(19, "Il foglietto con la ricetta della moka è bellissimo. Uno nuovo ogni mese?", "Giorgio B.", "august",
             "Confezione e foglietto",
             ("do", "2026-08-28 10:50", "Da ottobre una ricetta nuova ogni mese. La prima è la tua.")),
    IdeaTold(20, "Quando chiamo vorrei parlare con chi ha già davanti il mio ordine, senza ricominciare da capo.",
             "Lorenzo P.", "2026-11-13 09:25", "Contact center",
             ("later", "2026-11-18 10:10", "Lunedì 23 arrivano i dati del telefono: la guardiamo con quelli davanti."),
             until="2026-11-23"),
    IdeaTold(21, "In bottega dobbiamo vedere i resi aperti online: ci chiedono e non sappiamo niente.",
             "Fabio Zanotti", "2026-09-22 13:20", "Botteghe",
             ("do", "2026-10-06 10:20", "Da metà novembre la cassa vede i resi aperti online di chi è al banco.")),
    IdeaTold(22, "Imballo senza plastica: ce lo chiedono tre clienti a settimana.", "Andrea Samorì", "june",
             "Confezione e foglietto",
             ("later", "2026-06-18 09:50", "Il fornitore nuovo lo prova dalla primavera. Ne riparliamo con i suoi "
              "prezzi."), until="2027-03-31"),
    IdeaTold(23, "Torrefazione aperta il primo sabato del mese: chi vede tostare poi lo racconta.", "Irene Fabbri",
             "2026-11-06 16:30", "Recensioni e passaparola", supported_by=("Ivan Drei",)),
    IdeaTold(24, "Un'ora di corso ai tecnici: come si spiega un guasto a chi ha la fila al banco.", "Stefano Gatti",
             "2026-09-24 17:10", "Tecnici bar",
             ("do", "2026-10-06 10:30", "Un'ora il 15 ottobre, con Samira che fa la barista con la fila.")),
    IdeaTold(25, "Quanto costa la riparazione? Ditemelo prima che spedisca la macchina.", "Walter M.",
             "2026-10-12 09:05", "Sito",
             ("ask", "2026-10-20 11:00", "Ti basta sapere prima la cifra massima, o vuoi il conto esatto anche se "
              "arriva due giorni dopo?")),
    IdeaTold(26, "Rispondiamo alle recensioni entro un giorno, anche a quelle belle.", "Sara Neri", "june",
             "Recensioni e passaparola",
             ("do", "2026-06-18 10:00", "Un giorno, sempre con un nome in fondo. Cominciamo dalle ultime venti.")),
    IdeaTold(27, "Poter cambiare l'indirizzo fino alla sera prima della consegna.", "Anna R.", "2026-11-09 21:10",
             "App abbonamento",
             ("ask", "2026-11-20 11:10", "Ti basta poterlo cambiare fino alle 18 del giorno prima?")),
    IdeaTold(28, "Dieci per cento di sconto a chi si lamenta sui social, così smette.", "Luca Venturi",
             "2026-09-25 12:40", "Social",
             ("no", "2026-10-06 10:00", "Premierebbe chi alza la voce e non chi ha ragione. Rispondiamo a tutti allo "
              "stesso modo, con i fatti.")),
    IdeaTold(29, "Per gli uffici una consegna fissa il lunedì, sempre alla stessa ora.", "Lorenzo P.", "november",
             "Agenti",
             ("later", "2026-11-18 10:20", "Lunedì la guardiamo con i dati delle consegne agli uffici."),
             until="2026-11-23"),
    IdeaTold(30, "A chi propone un'idea dite che fine ha fatto. Anche se è no.", "Walter M.", "june", "",
             ("do", "2026-06-18 10:10", "Eccola. Ogni idea ha una risposta con il perché, anche quando è no."),
             supported_by=("Samira E.", "Giorgio B.", "Teresa Ricci")),
    # Not among the thirty of the story, but on the page of Anna.
    IdeaTold(31, "Consegnate anche la domenica.", "Anna R.", "august", "Corriere",
             ("no", "2026-08-31 11:00", "Il corriere la domenica non gira, e chi smista il pacco quel giorno riposa.")),
    # Alike: 32 and 33 are merged, 34 is only proposed.
    IdeaTold(32, "Non mi serve presto, mi serve sapere quando.", "Lorenzo P.", "2026-10-01 18:40", "Sito"),
    IdeaTold(33, "Un sms se il corriere ritarda.", "Samira E.", "august", "Corriere"),
    IdeaTold(34, "Una frase uguale per tutti.", "Marco Tassinari", "november", "Agenti",
             ("later", "2026-11-18 10:30", "Assomiglia a una che si fa già: lunedì vediamo se è la stessa."),
             until="2026-11-23"),
)  # fmt: skip

# The idea that is merged, into which, when.
MERGED = ((33, 11, "2026-08-25 10:00"), (32, 1, "2026-10-02 10:00"))

# Idea, who, when (empty: in its workshop), what.
COMMENTS = (
    (1, "Rosa Placci", "2026-10-05 09:15", "Tre giorni li reggiamo anche il venerdì."),
    (2, "Marta Gualdi", "", "Nerofondo lo dice."),
    (2, "Rosa Placci", "", "Nerofondo ha il magazzino a Bologna."),
    (4, "Davide Conti", "2026-10-15 08:30", "Con i ricambi siamo scesi da 5 a 3 giorni: guardiamo prima quello."),
    (28, "Teresa Ricci", "2026-09-28 14:00", "E a chi aspetta in silenzio?"),
)

# The ideas on the list of 17 November: points from who promises (8 voters), who keeps (10), who receives (6).
VOTE = {1: (5, 13, 8), 2: (14, 2, 3), 3: (4, 10, 4), 6: (4, 10, 4), 4: (5, 3, 7), 5: (2, 6, 3), 7: (4, 4, 1),
        8: (2, 2, 0)}  # fmt: skip

PROMISE_9_DECISION = (
    "Avevamo detto 14 giorni e li rispettiamo 82 volte su 100. Diciamo tre settimane, che manteniamo 95 volte su 100, "
    "e intanto lavoriamo per scendere."
)


@dataclass(frozen=True)
class FeedbackTold:
    """One of the twenty: when, where heard, from whom (a customer with an account), face 1-5, what, which idea."""

    number: int
    at: str
    source: str
    face: int
    touchpoint: str
    words: str
    person: str = ""
    noted_by: str = "Teresa Ricci"
    reference: str = ""
    idea: int = 0


FEEDBACK = (
    FeedbackTold(1, "2026-08-12 10:40", "phone", 1, "Corriere", "Pacco fermo a Imola da quattro giorni, ordine "
                 "TB-20877. Al telefono gentili, ma non sapevano dirmi niente.", "Anna R.", "Omar Haddad",
                 "TB-20877", 11),
    FeedbackTold(2, "2026-08-19 21:05", "review", 2, "Sito", "Scrivono 48 ore, sono arrivate in cinque giorni. Il "
                 "caffè è buono, la promessa no.", noted_by="Sara Neri", idea=1),
    FeedbackTold(3, "2026-09-02 11:20", "shop", 5, "Botteghe", "La signora ricorda che lo prendo macinato grosso. Per "
                 "questo torno.", "Giorgio B.", "Fabio Zanotti"),
    FeedbackTold(4, "2026-09-08 12:40", "visit", 1, "Tecnici bar", "Macchina ferma dalle 6.40, tecnico alle 12.10. "
                 "L'agente mi aveva detto \"in mattinata\".", "Samira E.", "Marco Tassinari", idea=13),
    FeedbackTold(5, "2026-09-15 09:30", "email", 3, "Agenti", "Ci dite ogni volta un giorno diverso. Ci basta che sia "
                 "sempre lo stesso.", idea=17),
    FeedbackTold(6, "2026-09-21 17:45", "chat", 2, "Sito", "Reso fatto online il 10, sono passata in bottega e non "
                 "ne sapevano niente.", idea=21),
    FeedbackTold(7, "2026-09-24 10:15", "phone", 2, "Botteghe", "Pagato in contanti in bottega, mi chiedono l'IBAN per "
                 "rimborsarmi 11 euro. Eccolo: IT60X0542811101000000123456.", "Nadia C.", "Paola Casadio", idea=5),
    FeedbackTold(8, "2026-09-29 23:10", "social", 1, "Social", "Siete dei ladri, vergogna, tutti uguali!!!",
                 noted_by="Sara Neri"),
    FeedbackTold(9, "2026-10-01 18:30", "meeting", 3, "Corriere", "Non mi serve presto. Mi serve sapere quando.",
                 "Anna R.", "Elena Mazzotti", idea=1),
    FeedbackTold(10, "2026-10-05 12:00", "shop", 4, "Confezione e foglietto", "Il foglietto della moka l'ho attaccato "
                 "in cucina.", noted_by="Fabio Zanotti", idea=19),
    FeedbackTold(11, "2026-10-09 20:20", "review", 5, "Officina", "Macchina tornata in tre giorni. Ne aspettavo dieci.",
                 noted_by="Sara Neri", idea=9),
    FeedbackTold(12, "2026-10-14 09:50", "phone", 3, "Sito", "Adesso l'orario c'è, così so se parte oggi. Meglio.",
                 noted_by="Nicola Ferri", idea=6),
    FeedbackTold(13, "2026-10-20 15:10", "word_of_mouth", 4, "Recensioni e passaparola", "Me l'ha detto Samira che le "
                 "macchine ora le riparate in fretta.", noted_by="Marco Tassinari", idea=9),
    FeedbackTold(14, "2026-10-22 18:00", "email", 2, "Contact center", "Dodici minuti in attesa il lunedì mattina, poi "
                 "è caduta la linea.", idea=3),
    FeedbackTold(15, "2026-10-27 22:35", "forum", 2, "Corriere", "Con Nerofondo mi arriva il giorno dopo. Qui si "
                 "spera.", noted_by="Sara Neri"),
    FeedbackTold(16, "2026-11-02 13:25", "shop", 3, "Botteghe", "Alle 13 la fila arriva alla porta: chi ritira e chi "
                 "compra stanno insieme.", noted_by="Giulia Bedeschi", idea=15),
    FeedbackTold(17, "2026-11-06 08:50", "email", 2, "Officina", "Pretendo una macchina nuova perché la mia ha sei "
                 "anni e fa rumore."),
    FeedbackTold(18, "2026-11-10 10:30", "chat", 4, "Tecnici bar", "Tecnico in due ore e mi ha spiegato che cos'era. "
                 "Così sì.", "Walter M.", idea=24),
    FeedbackTold(19, "2026-11-13 17:15", "door", 5, "Botteghe", "Gentilissimi."),
    FeedbackTold(20, "2026-11-16 19:40", "door", 2, "Confezione e foglietto", "Ordine TB-23114 di venerdì sera, "
                 "arrivato martedì. Sul sito 48 ore.", reference="TB-23114", idea=1),
)  # fmt: skip
