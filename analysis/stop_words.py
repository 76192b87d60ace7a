"""Words that say nothing by themselves, Italian and English, without accents. Written for this product."""

_ITALIAN = """
a ad al alla alle ai agli allo all anche ancora appena aver avere avete aveva avevano avevo abbiamo abbia anzi ci
che chi cio ciò come con contro cosa cose cosi così cui da dal dalla dalle dai dagli dallo dall dentro di del della
delle dei degli dello dell detto dice dicono dire dopo dove dovuto due e è ecco ed entro era erano ero essere fa
facendo far fare fatta fatte fatti fatto fino fra gia già gli ha hai hanno ho i il in infatti io l la le lei li lo
loro lui ma mai me meno mentre mi mia mie miei mio molta molte molti molto ne nei nella nelle negli nel nello nell
nessun nessuna nessuno niente noi non nostra nostre nostri nostro nulla o ogni oppure ora per perche perché pero
però piu più poi poco pochi prima proprio pure qua quale quali qualche quando quanta quante quanti quanto quasi quei
quel quella quelle quelli quello questa queste questi questo qui sa sapere se sei sempre senza si sia siamo siano
siete solo sono sopra sotto sta stata state stati stato stesso su sua sue sui sugli sul sulla sulle suo suoi sull
tanta tante tanti tanto te ti tra tre tu tua tue tuo tuoi tutta tutte tutti tutto un una uno va vanno vi voi volta
volte vostra vostre vostri vostro avuto avrei vorrei puo può posso puoi possono devo deve poter oggi ieri domani c d
m n s t v ce ve mica allora adesso bene male tipo esso essa
"""
_ENGLISH = """
a about after again all also always am an and another any are as at be because been before being both but by can
could did do does doing done down during each even ever every few for from get gets getting go got had has have
having he her here hers him his how i if in into is it its itself just let like me might more most much must my
never no nor not now of off on once one only or other our ours out over own really said same say says she should so
some still such than that the their them then there these they thing things this those through to too two three
under until up us very was we well were what when where which while who whom why will with without would yes yet you
your yours im ive dont didnt doesnt isnt wasnt cant
"""
STOP_WORDS = frozenset(_ITALIAN.split()) | frozenset(_ENGLISH.split())
