"""The ideas that came in on paper and at the counter, month by month, and what each was answered. As data.

One a line: sheet | side (p who promises, k who keeps, r who receives) | answer | touchpoint | words.
"""

from dataclasses import dataclass

# When a sheet was brought in, when its ideas were decided, and when the few that had to be asked about first.
SHEETS = {
    "m": ("2026-06-01 09:00", "2026-06-07 10:00", "2026-06-14 10:00"),
    "g": ("2026-07-01 09:00", "2026-07-07 10:00", "2026-07-14 10:00"),
    "l": ("2026-08-01 09:00", "2026-08-07 10:00", "2026-08-14 10:00"),
    "s": ("2026-10-01 09:00", "2026-10-07 10:00", "2026-10-14 10:00"),
    "n": ("2026-11-16 09:00", "2026-11-18 11:00", "2026-11-18 11:00"),
}
# Which answers took a week more, by sheet.
SLOW = {"m": "te", "g": "t", "l": "t", "s": "tg", "n": ""}
# Answer: outcome, the reason people read, until when.
ANSWERS = {
    "f": ("do", "Si fa: costa poco e lo chiedono in tanti. Da questo mese.", ""),
    "h": ("do", "Si fa: ci pensa chi l'ha proposta, con chi ci lavora.", ""),
    "p": ("later", "È giusta, ma prima della primavera non abbiamo le mani per farla.", "2027-03-31"),
    "d": ("later", "Ne riparliamo dopo Natale, con i numeri della campagna.", "2027-01-31"),
    "c": ("no", "Costa più di quanto rende: abbiamo rifatto i conti con i numeri dell'anno scorso.", ""),
    "b": ("no", "Non dipende da noi. L'abbiamo chiesto a chi lo fa, e la risposta è no.", ""),
    "t": ("no", "Toglierebbe tempo alle promesse che oggi non reggono: prima quelle.", ""),
    "g": ("no", "C'è già, ma si vede poco: lo diciamo meglio al banco e sul sito.", ""),
    "q": ("ask", "Quante volte ti è capitato, e dove? Con due esempi decidiamo.", ""),
    "e": ("ask", "Che cosa cambierebbe per te, in una settimana normale?", ""),
    "-": ("later", "Lunedì arrivano i dati: la guardiamo con quelli davanti.", "2026-11-23"),
}  # fmt: skip
_SIDES = {"p": "promises", "k": "keeps", "r": "receives"}

_LINES = """
m|r|f|Botteghe|Un cestino per provare il macinato del giorno, accanto alla cassa.
m|r|g|Sito|Scrivete quanto costa la spedizione prima che arrivi in fondo al carrello.
m|r|p|Botteghe|Aprite una bottega anche a Forlì.
m|r|q|Corriere|Lasciate il pacco al bar sotto casa se non ci sono.
m|r|c|Botteghe|Il caffè al banco a un euro per chi è abbonato.
m|r|p|App abbonamento|Vorrei saltare una consegna con un tocco solo.
m|r|b|Corriere|Il corriere dovrebbe citofonare due volte.
m|r|e|Sito|Confrontare due miscele una accanto all'altra.
m|r|f|Confezione e foglietto|Una riga sul pacchetto: macinatura fine, media, grossa.
m|r|t|Contact center|Un operatore anche la domenica mattina.
m|p|h|Newsletter|Una newsletter solo per i bar, una volta al mese.
m|p|c|Social|Un video al giorno dalla torrefazione.
m|p|h|Sito|Una pagina per ogni piantagione da cui compriamo.
m|p|g|Botteghe|Un cartello in vetrina con gli orari delle feste.
m|p|q|Agenti|Un catalogo leggero da lasciare al bar dopo la visita.
m|p|c|Sito|Sconto del venti per cento al primo ordine.
m|p|p|Social|Rispondere ai commenti con la voce di chi tosta.
m|p|b|Recensioni e passaparola|Far togliere le recensioni vecchie di cinque anni.
m|p|e|Botteghe|Una tessera a punti comune a tutte le botteghe.
m|k|f|Officina|Un'etichetta con il nome del cliente su ogni macchina che entra.
m|k|g|Contact center|Un foglio con le dieci domande più frequenti vicino al telefono.
m|k|c|Confezione e foglietto|Una seconda linea di confezionamento per dicembre.
m|k|q|Tecnici bar|I tecnici partono con il furgone già carico la sera prima.
m|k|t|Sito|Rifare da capo il programma degli ordini.
g|r|h|Botteghe|Una sedia in bottega per chi aspetta.
g|r|c|App abbonamento|L'abbonamento in regalo a Natale a metà prezzo.
g|r|b|Corriere|Consegna sempre alla stessa ora, con lo stesso corriere.
g|r|d|Sito|Una scatola di Natale da comporre da soli.
g|r|q|WhatsApp|Un messaggio quando arriva in bottega la miscela che compro.
g|r|g|Contact center|Dire subito quanti sono in coda prima di me.
g|r|d|Officina|Riparate anche le macchine comprate altrove.
g|r|e|Officina|Vorrei vedere una foto del pezzo che avete cambiato.
g|r|t|Sito|Pagare in tre rate senza interessi.
g|r|p|Confezione e foglietto|Il pacchetto da mezzo chilo per chi vive da solo.
g|p|f|Agenti|Gli agenti passano dal bar prima delle sette, quando c'è il titolare.
g|p|c|Newsletter|Un concorso a premi ogni stagione.
g|p|f|Sito|Raccontare che il caffè è tostato a Faenza.
g|p|t|Social|Aprire un canale nuovo per i più giovani.
g|p|d|Sito|Una pagina «Di parola» con le promesse e i numeri.
g|p|q|Botteghe|Una degustazione il giovedì sera, a rotazione.
g|p|c|Agenti|Un tablet per ogni agente.
g|p|e|Recensioni e passaparola|Chiedere una recensione tre giorni dopo la consegna.
g|p|p|Agenti|Un listino unico per bar e uffici.
g|k|h|Contact center|Chi risponde al telefono vede le note della bottega.
g|k|b|Corriere|Il corriere passa a ritirare due volte al giorno.
g|k|c|Officina|Un magazzino ricambi anche a Padova.
g|k|q|Confezione e foglietto|Il nastro adesivo di carta si stacca con l'umido: cambiamolo.
g|k|p|Tecnici bar|Un turno di reperibilità il sabato mattina.
g|k|t|Contact center|Registrare e riascoltare tutte le telefonate.
l|r|f|Sito|Il tracciamento del pacco dentro la conferma, non in una mail a parte.
l|r|c|Botteghe|Il parcheggio gratis per chi spende più di venti euro.
l|r|q|Botteghe|A volte manca il decaffeinato: ditemelo prima che venga.
l|r|f|Corriere|Che il corriere dica per chi è il pacco quando citofona.
l|r|g|App abbonamento|Sapere quando parte il prossimo pacco.
l|r|t|Contact center|Rispondere anche in tedesco, abbiamo clienti di là.
l|r|e|Confezione e foglietto|Una confezione che si richiude davvero.
l|r|d|Officina|Un controllo gratis all'anno per chi ha comprato la macchina da voi.
l|r|c|Sito|Spedite anche in Svizzera.
l|p|f|Sito|La frase sulla consegna uguale nelle sei pagine dei prodotti.
l|p|c|Social|Un testimonial famoso per il caffè in capsule.
l|p|q|Newsletter|Provare due titoli diversi e tenere il migliore.
l|p|g|Recensioni e passaparola|Mettere le recensioni belle sul sito.
l|p|t|Sito|Tradurre il sito in quattro lingue.
l|p|p|Botteghe|Il caffè del mese, raccontato da chi lo ha scelto.
l|p|e|Agenti|Un premio agli agenti che portano più bar nuovi.
l|p|d|Newsletter|A gennaio raccontiamo com'è andato il Natale, numeri compresi.
l|k|f|Botteghe|La lista dei resi del giorno stampata alla chiusura.
l|k|b|Corriere|Avere il numero diretto dell'autista.
l|k|c|Confezione e foglietto|Scatole di quattro misure invece di due.
l|k|q|Officina|Le macchine entrano senza il cavo: chiediamolo prima.
l|k|e|Contact center|Due risposte pronte quando il corriere è in ritardo.
l|k|h|Tecnici bar|Un messaggio al bar quando il tecnico parte.
s|r|f|Botteghe|Il caffè macinato al momento anche dopo le sette di sera.
s|r|c|Sito|La consegna gratis sempre, anche per un pacchetto.
s|r|q|Contact center|Mi avete richiamato dopo due giorni: si può sapere quando?
s|r|b|Corriere|Consegnate al piano, non al portone.
s|r|p|App abbonamento|Due indirizzi nello stesso abbonamento, casa e ufficio.
s|r|h|Officina|Sapere a che punto è la riparazione senza telefonare.
s|r|e|Botteghe|Un orario tranquillo per chi è anziano.
s|r|c|Confezione e foglietto|Le capsule in una scatola di latta.
s|r|t|Sito|Un assistente che sceglie la miscela per me.
s|p|f|Botteghe|Un biglietto scritto a mano nei pacchi di Natale.
s|p|c|Social|Uno sconto a chi ci segue.
s|p|q|Agenti|Una scheda per bar: che cosa ha preso e quando l'ultima volta.
s|p|b|Recensioni e passaparola|Essere i primi quando si cerca «caffè a casa».
s|p|d|Sito|Il conto alla rovescia per gli ordini di Natale.
s|p|g|Newsletter|Dire ogni mese quale promessa è andata meglio.
s|p|t|Botteghe|Uno schermo in vetrina con le offerte.
s|p|c|Agenti|Portare i bar a una fiera a Milano.
s|k|f|Confezione e foglietto|Il foglietto con l'orario limite anche nei pacchi già pronti.
s|r|e|Contact center|Lasciare un messaggio la sera ed essere richiamati al mattino.
s|k|q|Sito|Gli ordini del venerdì sera stampati in ordine di zona.
s|k|p|Officina|Un banco di prova per due macchine insieme.
s|k|b|Corriere|Un secondo corriere solo per Bologna.
s|k|d|Tecnici bar|Un furgone in più nelle settimane di Natale.
s|k|q|Botteghe|Il venerdì arriva la merce mentre c'è la fila.
n|r|-|Sito|Dite anche a che ora finite di preparare i pacchi il venerdì.
n|p|-|Newsletter|A Natale un solo messaggio, con la data certa di consegna.
"""

# Value and effort from 1 to 5, cost in euros where somebody knows it, of the thirty that have a story.
WEIGHED = {
    1: (5, 2, 1200), 2: (4, 5, 96000), 3: (4, 2, 4800), 4: (4, 4, 14500), 5: (4, 2, 600), 6: (4, 1, 900),
    7: (4, 2, None), 8: (2, 4, None), 9: (5, 2, 9000), 10: (3, 2, 2400), 11: (5, 3, 3500), 12: (4, 1, None),
    13: (5, 3, 5200), 14: (3, 4, 7800), 15: (3, 2, None), 16: (3, 1, None), 17: (4, 1, 0), 18: (1, 2, 3000),
    19: (3, 1, 400), 20: (4, 5, 18000), 21: (4, 3, 4200), 22: (3, 4, 12000), 23: (2, 3, 1500), 24: (4, 1, 350),
    25: (4, 2, None), 26: (3, 2, 0), 27: (4, 3, 6000), 28: (1, 3, None), 29: (3, 3, 2600), 30: (4, 2, 0),
}  # fmt: skip
# Which promise the ideas touch about which nothing is decided, or that are put off or asked about.
TOUCHES = {5: "P6", 8: "P1", 13: "P4", 15: "P8", 20: "P3", 25: "P2", 27: "P1", 29: "P1"}


@dataclass(frozen=True)
class Noted:
    """One line of a sheet."""

    sheet: str
    side: str
    answer: str
    touchpoint: str
    text: str


NOTED = tuple(
    Noted(sheet, _SIDES[side], answer, touchpoint, text)
    for sheet, side, answer, touchpoint, text in (line.split("|") for line in _LINES.strip().splitlines())
)
