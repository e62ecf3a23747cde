package catalogue

// reportTexts are about the auditor's reports.
var reportTexts = []text{
	{"Answer an auditor's question as a table: who can reach this, conflicting roles, leavers, …", "Beantwoord een vraag van een controleur als tabel: wie kan hierbij, botsende rollen, vertrokken mensen, …", "Répondre à la question d'un auditeur par un tableau : qui peut atteindre ceci, rôles en conflit, départs, …"},
	{`Answers a question of an auditor as a table, of now or with --at of a past time, with
names where they are known. Each ends in what it was computed from: the time, the
revision, the digest of the schema, the program, and the checkpoint of the record. Exit
code 1 says that it found what must not be: an overdue review, of an emergency access or
of roles and links; a role that leads where it must not; a record that is not whole.`, `Beantwoordt een vraag van een controleur als tabel, van nu of met --at van een eerdere
tijd, met namen waar die bekend zijn. Onder elke staat waaruit die berekend is: de tijd,
de revisie, de hash van het schema, het programma, en het controlepunt van het register.
Exitcode 1 zegt dat er iets gevonden is dat niet mag: een beoordeling, van een noodtoegang
of van rollen en koppelingen, die te laat is; een rol die ergens toe leidt waar dat niet
mag; een register dat niet heel is.`, `Répond à la question d'un auditeur par un tableau, de maintenant ou avec --at d'un moment
passé, avec les noms quand ils sont connus. Chacun finit par ce dont il est calculé : le
temps, la révision, l'empreinte du schéma, le programme, et le point de contrôle du
registre. Le code de sortie 1 dit qu'il a trouvé ce qui ne doit pas être : un examen
en retard, d'un accès d'urgence ou de rôles et de liens ; un rôle qui mène où il ne doit
pas ; un registre qui n'est pas entier.`},
	{"of a `USER` only", "alleen van een `GEBRUIKER`", "d'un `UTILISATEUR` seulement"},
	{"of a `PERMISSION` only, such as client#view_dossier", "alleen van een `RECHT`, zoals client#view_dossier", "d'un `DROIT` seulement, tel que client#view_dossier"},
	{"acts of a `KIND`: change, emergency, schema, gap, refused or pruned", "handelingen van een `SOORT`: wijziging, noodtoegang, schema, gat, geweigerd of opgeschoond", "actes d'un `GENRE` : modification, urgence, schéma, lacune, refusé ou élagué"},
	{"read the settings in this `FILE` (default remit.yaml beside the store, if it is there)", "lees de instellingen in dit `BESTAND` (standaard remit.yaml naast de opslag, als dat er is)", "lit les réglages de ce `FICHIER` (par défaut remit.yaml à côté du dépôt, s'il y est)"},
	{"look back so many `DAYS`", "kijk zoveel `DAGEN` terug", "regarde tant de `JOURS` en arrière"},
	{"report drift is held to the sources of the settings, and they list none: list sources in %s beside the store (or in --settings FILE); `remit drift FOLDER` takes a folder", "rapport drift wordt aan de bronnen van de instellingen gehouden, en die noemen er geen: noem bronnen in %s naast de opslag (of in --settings BESTAND); `remit drift MAP` neemt een map", "le rapport drift est tenu aux sources des réglages, et ils n'en nomment aucune : nommez des sources dans %s à côté du dépôt (ou dans --settings FICHIER) ; `remit drift DOSSIER` prend un dossier"},
	{"its rows are of the sources as they were on that day, which no record has", "de rijen ervan zijn van de bronnen zoals ze die dag waren, en die heeft geen register", "ses lignes sont des sources telles qu'elles étaient ce jour-là, qu'aucun registre n'a"},
	{"its rows are of the records as they were found on that day, which `remit log verify` holds to a checkpoint", "de rijen ervan zijn van de registers zoals ze die dag gevonden zijn; `remit log verify` houdt die aan een controlepunt", "ses lignes sont des registres tels qu'ils furent trouvés ce jour-là, que `remit log verify` tient à un point de contrôle"},
	{"%s: what it was computed from is the record's; more nobody can verify: %s", "%s: waaruit het berekend is, is van het register; meer kan niemand nagaan: %s", "%s : ce dont il est calculé est du registre ; davantage, nul ne peut le vérifier : %s"},
	{"line %d is missing: %s", "regel %d ontbreekt: %s", "la ligne %d manque : %s"},
	{"line %d is too many: %s", "regel %d is er te veel: %s", "la ligne %d est de trop : %s"},
	{"line %d is %s, and %s by the record", "regel %d is %s, en volgens het register %s", "la ligne %d est %s, et %s d'après le registre"},
	{"there is no record of decisions %s yet: a server keeps one, as the settings say (decisions), and an act that is refused begins one", "er is nog geen register van beslissingen %s: een server houdt er een bij, zoals de instellingen zeggen (decisions), en een geweigerde handeling begint er een", "il n'y a pas encore de registre des décisions %s : un serveur en tient un, comme le disent les réglages (decisions), et un acte refusé en commence un"},
	{"ENTRY", "REGEL", "ENTRÉE"},
	{"FILE", "BESTAND", "FICHIER"},
	{"FOLDER", "MAP", "DOSSIER"},
	{"NAME", "NAAM", "NOM"},
	{"OBJECT", "OBJECT", "OBJET"},
	{"OWN", "EIGEN", "PROPRE"},
	{"PERMISSION", "RECHT", "DROIT"},
	{"REPORT", "RAPPORT", "RAPPORT"},
	{"RESOURCE", "OBJECT", "OBJET"},
	{"SCOPE", "BEREIK", "PÉRIMÈTRE"},
	{"SUBJECT", "GEBRUIKER", "UTILISATEUR"},
	{"TIME", "TIJD", "MOMENT"},
	{"USER", "GEBRUIKER", "UTILISATEUR"},
	{"WHAT", "WAT", "QUOI"},
	{"Print the script by which %s completes what is typed", "Toon het script waarmee %s aanvult wat getypt wordt", "Afficher le script par lequel %s complète ce qui est tapé"},
	{"Print the script by which a shell completes what is typed", "Toon het script waarmee een shell aanvult wat getypt wordt", "Afficher le script par lequel un shell complète ce qui est tapé"},
	{"Prints the script by which a shell completes what is typed. The help of each shell says how to use it.", "Toont het script waarmee een shell aanvult wat getypt wordt. De hulp bij elke shell zegt hoe het te gebruiken is.", "Affiche le script par lequel un shell complète ce qui est tapé. L'aide de chaque shell dit comment s'en servir."},
	{"complete without descriptions", "vul aan zonder beschrijvingen", "complète sans descriptions"},
	{"It needs the package bash-completion.", "Het heeft het pakket bash-completion nodig.", "Il lui faut le paquet bash-completion."},
	{"Where completion is not on yet, once:", "Waar aanvullen nog niet aan staat, eenmalig:", "Là où la complétion n'est pas encore activée, une fois :"},
	{"For this session:", "Voor deze sessie:", "Pour cette session :"},
	{"For every new session, once:", "Voor elke nieuwe sessie, eenmalig:", "Pour toute nouvelle session, une fois :"},
	{"For every new session, add what that prints to your profile.", "Voor elke nieuwe sessie: zet wat dat toont in uw profiel.", "Pour toute nouvelle session, ajoutez ce que cela affiche à votre profil."},
	{"It holds in shells that are started from then on.", "Het werkt in shells die daarna beginnen.", "Cela vaut dans les shells lancés ensuite."},
	{"report %s takes no --%s", "rapport %s kent geen --%s", "le rapport %s ne prend pas --%s"},
	{"%d days are none: give 1 or more", "%d dagen zijn er geen: geef 1 of meer", "%d jours, ce n'en est pas : donnez 1 ou plus"},
	{"--until is before --since: give the earlier time to --since", "--until ligt voor --since: geef de eerste tijd aan --since", "--until est avant --since : donnez le premier moment à --since"},
	{"it is read from the record, which `remit record` writes of an engine elsewhere: say where that is with --ledger FOLDER", "het wordt uit het register gelezen, dat `remit record` van een engine elders bijhoudt: zeg waar dat staat met --ledger MAP", "cela se lit dans le registre, que `remit record` tient d'un moteur ailleurs : dites où il est avec --ledger DOSSIER"},
	{"%s is no permission of a %s", "%s is geen recht op een %s", "%s n'est pas un droit sur un %s"},
	{"it is read from the record of decisions, and there is none: a server keeps one, as the settings say (decisions)", "het wordt uit het register van beslissingen gelezen, en dat is er niet: een server houdt er een bij, zoals de instellingen zeggen (decisions)", "cela se lit dans le registre des décisions, et il n'y en a pas : un serveur en tient un, comme le disent les réglages (decisions)"},
	{"what it changed cannot be told", "wat het veranderde is niet te zeggen", "ce qu'il a changé ne peut être dit"},
	{"it does not end in what it was computed from: a report can be verified that `remit report` wrote, and that is there whole", "het eindigt niet met waaruit het berekend is: na te rekenen is een rapport dat `remit report` geschreven heeft en er heel is", "il ne finit pas par ce dont il est calculé : on peut vérifier un rapport que `remit report` a écrit, et qui est là en entier"},
	{"it does not say of which time it is: %w", "het zegt niet van welke tijd het is: %v", "il ne dit pas de quel moment il est : %v"},
	{"it was made without a record: there is nothing to compute it from again", "het is zonder register gemaakt: er is niets om het opnieuw uit te berekenen", "il fut fait sans registre : il n'y a rien d'où le calculer de nouveau"},
	{"%s is no checkpoint of a record", "%s is geen controlepunt van een register", "%s n'est pas un point de contrôle d'un registre"},
	{"row %d is missing: %s", "rij %d ontbreekt: %s", "la ligne %d manque : %s"},
	{"row %d is too many: %s", "rij %d is er te veel: %s", "la ligne %d est de trop : %s"},
	{"row %d", "rij %d", "ligne %d"},
	{"what it was computed from", "waaruit het berekend is", "ce dont il est calculé"},
	{"%s: it is no object of texts and numbers, each named once", "%s: het is geen object van teksten en getallen, elk met een eigen naam", "%s : ce n'est pas un objet de textes et de nombres, chacun nommé une fois"},
	{"every member of every row, and of what stands below, is what the record says; but they are written otherwise, as by another program or an earlier build, which had numbers as texts", "elk lid van elke rij, en van wat eronder staat, is wat het register zegt; maar het staat er anders, zoals een ander programma of een eerdere versie het schrijft, die getallen als tekst had", "chaque membre de chaque ligne, et de ce qui est écrit dessous, est ce que dit le registre ; mais c'est écrit autrement, comme par un autre programme ou une version antérieure, qui avait les nombres en texte"},
	{"its checkpoint is of %d entries and proves no more, and it was computed from entry %d, of %s, too", "het controlepunt is van %d regels en bewijst niet meer, en het is ook uit regel %d berekend, van %s", "son point de contrôle est de %d entrées et ne prouve rien de plus, et il est calculé de l'entrée %d aussi, de %s"},
	{"the record may not have all yet that was read: `remit verify` tells whether its checkpoint proves the report", "het register heeft misschien nog niet alles wat gelezen is: `remit verify` zegt of het controlepunt het rapport bewijst", "le registre n'a peut-être pas encore tout ce qui fut lu : `remit verify` dit si son point de contrôle prouve le rapport"},
	{"%s: %s is %s, and %s by the record", "%s: %s is %s, en volgens het register %s", "%s : %s est %s, et %s selon le registre"},
	{"its checkpoint is not the record's: %w", "het controlepunt is niet dat van het register: %v", "son point de contrôle n'est pas celui du registre : %v"},
	{"its checkpoint of the decisions is not the record's: %w", "het controlepunt van de beslissingen is niet dat van het register: %v", "son point de contrôle des décisions n'est pas celui du registre : %v"},
	{"it is not the one that its store knows: %s", "het is niet het register dat de opslag kent: %s", "ce n'est pas celui que connaît son dépôt : %s"},
	{"the record is not the one that its store knows: %s", "het register is niet dat wat de opslag kent: %s", "le registre n'est pas celui que connaît son dépôt : %s"},
	{"the record of reviews is not the one that its store knows: %s", "het register van herbeoordelingen is niet dat wat de opslag kent: %s", "le registre des revues n'est pas celui que connaît son dépôt : %s"},
	{"the record of decisions is not the one that its store knows: %s", "het register van beslissingen is niet dat wat de opslag kent: %s", "le registre des décisions n'est pas celui que connaît son dépôt : %s"},
	{"%s may not see who acted in the account of %s: it takes %s", "%s mag niet zien wie er in het account van %s was: daarvoor is %s nodig", "%s ne peut voir qui a agi dans le compte de %s : il faut %s"},
	{"--for is for the history of a client, and not of a question", "--for is voor de geschiedenis van een cliënt, en niet van een vraag", "--for vaut pour l'historique d'un client, et non d'une question"},
	{"--for is for the history of a client, and %s is none", "--for is voor de geschiedenis van een cliënt, en %s is er geen", "--for vaut pour l'historique d'un client, et %s n'en est pas un"},
	{"print it for this `USER`, if they may see who acted in the client's account", "toon het voor deze `GEBRUIKER`, als die mag zien wie er in het account van de cliënt was", "l'afficher pour cet `UTILISATEUR`, s'il peut voir qui a agi dans le compte du client"},
	{`--for USER prints the history of a client only if that user may see who acted in the
client's account (client#view_contact_history), by what the engine holds now: the client
and who treats them. Anything else is refused (exit code 3).`, `--for GEBRUIKER toont de geschiedenis van een cliënt alleen als die gebruiker mag zien wie
er in het account van de cliënt was (client#view_contact_history), naar wat de engine nu
heeft: de cliënt en wie die behandelt. Al het andere wordt geweigerd (exitcode 3).`, `--for UTILISATEUR n'affiche l'historique d'un client que si cet utilisateur peut voir qui a
agi dans le compte du client (client#view_contact_history), d'après ce que le moteur a
maintenant : le client et qui le traite. Le reste est refusé (code de sortie 3).`},
	{"the record of decisions beside the store: %s", "het register van beslissingen naast de opslag: %s", "le registre des décisions à côté du magasin : %s"},
	{"the record of reviews beside the store: %s", "het register van herbeoordelingen naast de opslag: %s", "le registre des revues à côté du magasin : %s"},
	{"store %s does not know how far its record of %s goes: %s", "opslag %s weet niet hoe ver het register van %s gaat: %s", "le magasin %s ne sait pas jusqu'où va son registre de %s : %s"},
	{"another process has the store open: the records are not held to what the store knows of them", "een ander proces heeft de opslag open: de registers zijn niet gehouden aan wat de opslag ervan weet", "un autre processus a ouvert le magasin : les registres ne sont pas comparés à ce que le magasin en sait"},
	{"the store is served: its server holds the records to what the store knows of them", "de opslag wordt bediend: de server ervan houdt de registers aan wat de opslag ervan weet", "le magasin est servi : son serveur compare les registres à ce que le magasin en sait"},
	{"its lines end otherwise, or another program wrote the file again", "de regels ervan eindigen anders, of een ander programma heeft het bestand opnieuw geschreven", "ses lignes finissent autrement, ou un autre programme a réécrit le fichier"},
	{"it was made without entry %d of the decisions, of %s", "het is gemaakt zonder regel %d van de beslissingen, van %s", "il fut fait sans l'entrée %d des décisions, de %s"},
	{"it says that %s made it, which nobody can compute: this is %s", "het zegt dat %s het gemaakt heeft, wat niemand kan narekenen: dit is %s", "il dit que %s l'a fait, ce que nul ne peut calculer : ceci est %s"},
	{"names are not in the record, but in the labels: somebody who was renamed or forgotten since, or labels that are elsewhere, make rows differ by their names", "namen staan niet in het register, maar bij de labels: wie sindsdien anders heet of vergeten is, of labels die elders liggen, laten regels in hun namen verschillen", "les noms ne sont pas dans le registre, mais dans les libellés : qui fut renommé ou oublié depuis, ou des libellés qui sont ailleurs, font différer des lignes par leurs noms"},
	{"%s: %w, or end the name in .txt", "%s: %v, of laat de naam op .txt eindigen", "%s : %v, ou terminez le nom par .txt"},
	{"the report is what the record says", "het rapport is wat het register zegt", "le rapport est ce que dit le registre"},
	{"Compute a report again from the record, and say whether it is the same; exit code 1 if it is not", "Bereken een rapport opnieuw uit het register, en zeg of het hetzelfde is; exitcode 1 als het anders is", "Recalculer un rapport à partir du registre, et dire si c'est le même ; code de sortie 1 sinon"},
	{`Takes a report in any of its formats and languages, computes it again from the record, of
the time, object and settings that stand below it, and holds every row, every name and
what stands below to that. The checkpoint below it is held to the record as well: that
has to go on from there, and nothing of what the report says may be of later entries. Only
which program made the report cannot be computed: it is said where that was another one.`, `Neemt een rapport in elk van zijn vormen en talen, berekent het opnieuw uit het register,
van de tijd, het object en de instellingen die eronder staan, en houdt elke rij, elke naam
en wat eronder staat daaraan. Ook het controlepunt eronder wordt aan het register
gehouden: dat moet daar verder gaan, en niets van wat het rapport zegt mag van latere
regels zijn. Alleen welk programma het rapport maakte is niet na te rekenen: het wordt
gezegd als dat een ander was.`, `Prend un rapport dans n'importe lequel de ses formats et langues, le recalcule à partir du
registre, du temps, de l'objet et des réglages qui figurent au-dessous, et y tient chaque
ligne, chaque nom et ce qui est au-dessous. Le point de contrôle au-dessous est tenu au
registre aussi : il doit continuer de là, et rien de ce que dit le rapport ne peut venir
d'entrées ultérieures. Seul le programme qui a fait le rapport ne peut se calculer : c'est
dit si c'en était un autre.`},
	{`A name that was forgotten since (label forget) differs, as it should. A workbook that
another program saved, or a text in the width of a terminal, is written otherwise. The
rows of whole and drift nobody can compute again: what they were computed from is held to
the record, and the exit code is 2.`, `Een naam die sindsdien vergeten is (label forget) verschilt, zoals het hoort. Een werkmap
die een ander programma heeft opgeslagen, of een tekst zo breed als een terminal, is
anders geschreven. De rijen van whole en drift kan niemand opnieuw berekenen: waaruit ze
berekend zijn wordt aan het register gehouden, en de exitcode is 2.`, `Un nom oublié depuis (label forget) diffère, comme il se doit. Un classeur qu'un autre
programme a enregistré, ou un texte de la largeur d'un terminal, est écrit autrement. Les
lignes de whole et de drift, nul ne peut les recalculer : ce dont elles sont calculées est
tenu au registre, et le code de sortie est 2.`},
	{"it is read from the record of reviews: say where that is with --reviews FOLDER", "het wordt uit het register van beoordelingen gelezen: zeg waar dat staat met --reviews MAP", "cela se lit dans le registre des revues : dites où il est avec --reviews DOSSIER"},
	{"it is held to the sources of now: it has no --at", "het wordt aan de bronnen van nu gehouden: het kent geen --at", "il est tenu aux sources de maintenant : il ne prend pas --at"},
}
