package catalogue

// recordTexts are about the record, what is read from it, and rules.
var recordTexts = []text{
	{"%s was not known then", "%s was toen niet bekend", "%s n'était pas connu alors"},
	{"not reviewed", "niet beoordeeld", "non examiné"},
	{"reviewed", "beoordeeld", "examiné"},
	{"second review due", "tweede beoordeling nodig", "second examen requis"},
	{"%s, overdue", "%s, te laat", "%s, en retard"},
	{"%s (%s)", "%s (%s)", "%s (%s)"},
	{"read %s", "%s gelezen", "%s lu"},
	{"%s, by which path is not known", "%s, langs welk pad is niet bekend", "%s, par quel chemin n'est pas connu"},
	{"%s, %d times until %s", "%s, %d keer tot %s", "%s, %d fois jusqu'au %s"},
	{"%s found it %s", "%[2]s volgens %[1]s, vastgelegd", "%[2]s selon %[1]s, consigné"},
	{"%s by %s", "%s door %s", "%s par %s"},
	{"%s because %s", "%s omdat %s", "%s parce que %s"},
	{"start", "begin", "début"},
	{"prolong", "verlenging", "prolongation"},
	{"stop", "gestopt", "arrêt"},
	{"end", "einde", "fin"},
	{"resume", "hervat", "reprise"},
	{"stopped", "gestopt", "arrêté"},
	{"procedure off", "procedure uitgezet", "procédure désactivée"},
	{"user inactive", "gebruiker niet actief", "utilisateur inactif"},
	{"user left", "gebruiker uit de groep", "utilisateur sorti du groupe"},
	{"it is blank: leave it out, or say which", "het is leeg: laat het weg, of zeg welke", "c'est vide : laissez-le de côté, ou dites lequel"},
	{"the time is blank: leave it out, or say which", "de tijd is leeg: laat die weg, of zeg welke", "le moment est vide : laissez-le de côté, ou dites lequel"},
	{"record %s has %d {entry|entries}, numbered from 0: there is no %d", "register %s heeft %d {regel|regels}, genummerd vanaf 0: er is geen %d", "le registre %s a %d {entrée, numérotée|entrées, numérotées} à partir de 0 : il n'y a pas de %d"},
	{"%s reviewed the emergency access of %s to %s: %s", "%s heeft de noodtoegang van %s tot %s beoordeeld: %s", "%s a examiné l'accès d'urgence de %s à %s : %s"},
	{"it began before the record did", "die begon voordat er iets werd bijgehouden", "il a commencé avant le registre"},
	{"it runs until %s: review it when it has ended", "die loopt tot %s: beoordeel die als ze voorbij is", "il dure jusqu'au %s : examinez-le quand il a pris fin"},

	{"by %s", "door %s", "par %s"},
	{"with %s", "met %s", "avec %s"},
	{"to %s", "voor %s", "pour %s"},
	{"because %s", "omdat %s", "parce que %s"},
	{"of %s", "van %s", "de %s"},
	{"plan %s", "plan %s", "plan %s"},
	{"part %d of %d", "deel %d van %d", "partie %d de %d"},
	{"and %d more", "en nog %d", "et %d de plus"},
	{"of which nothing is known: it was changed again at once", "waarvan niets bekend is: het werd meteen weer gewijzigd", "dont rien n'est connu : il fut aussitôt changé de nouveau"},
	{"%d {relationship|relationships}, %s", "%d {relatie|relaties}, %s", "%d {relation|relations}, %s"},
	{"%s; %d {relationship was|relationships were} found, %s", "%s; %d {relatie|relaties} gevonden, %s", "%s ; %d {relation trouvée|relations trouvées}, %s"},
	{"under %s", "onder %s", "sous %s"},
	{"allowed", "toegestaan", "autorisé"},
	{"denied", "geweigerd", "refusé"},
	{"conditional", "voorwaardelijk", "conditionnel"},
	{"listed", "opgesomd", "énuméré"},
	{"unknown", "onbekend", "inconnu"},
	{"as %s", "als %s", "comme %s"},
	{"for %s", "voor %s", "pour %s"},
	{"%d {decision|decisions} since %s {was|were} not recorded: %s", "%d {beslissing|beslissingen} sinds %s niet bijgehouden: %s", "%d {décision|décisions} depuis %s non {enregistrée|enregistrées} : %s"},
	{"all before entry %d: %s", "alles voor regel %d: %s", "tout avant l'entrée %d : %s"},

	{"or before", "of eerder", "ou avant"},
	{"now", "nu", "maintenant"},
	{"%s to %s  %s", "%s tot %s  %s", "%s à %s  %s"},
	{"by the clock", "door de klok", "par l'horloge"},
	{"%v", "%v", "%v"},
	{"the record does not go further", "het register gaat niet verder", "le registre ne va pas plus loin"},
	{"the schema did not define it", "het schema kende het niet", "le schéma ne le définissait pas"},
	{"nothing yet", "nog niets", "encore rien"},
	{"%s to %s", "%s tot %s", "%s à %s"},
	{", but not", ", maar niet", ", mais pas"},
	{" and", " en", " et"},
	{"it had not begun yet, or that was pruned", "het was nog niet begonnen, of dat is opgeruimd", "il n'avait pas encore commencé, ou cela a été élagué"},
	{"it does not go as far: see that something records", "het gaat niet zo ver: zorg dat iets het bijhoudt", "il ne va pas si loin : veillez à ce que quelque chose enregistre"},
	{"record %s cannot tell what was so at %s: %s; it covers %s", "register %s kan niet zeggen wat er op %s gold: %s; het omvat %s", "le registre %s ne peut dire ce qui valait le %s : %s ; il couvre %s"},
	{"kind %s does not exist: choose %s", "soort %s bestaat niet: kies uit %s", "le genre %s n'existe pas : choisissez parmi %s"},
	{`time %s: write it as 2026-11-26, "2026-11-26 09:30", RFC 3339, now, today, yesterday, or as how long ago, such as 90m or 7d`, `tijd %s: schrijf die als 2026-11-26, "2026-11-26 09:30", RFC 3339, nu, vandaag, gisteren, of als hoe lang geleden, zoals 90m of 7d`, `moment %s : écrivez-le comme 2026-11-26, "2026-11-26 09:30", RFC 3339, maintenant, aujourd'hui, hier, ou comme il y a combien de temps, tel que 90m ou 7d`},
	{"another process writes it: stop that one first", "een ander proces schrijft erin: stop dat eerst", "un autre processus y écrit : arrêtez-le d'abord"},

	{"the store is closed", "de opslag is gesloten", "le dépôt est fermé"},
	{"another process has it open", "een ander proces heeft die open", "un autre processus l'a ouvert"},
	{"this is not a store of this program", "dit is geen opslag van dit programma", "ce n'est pas un dépôt de ce programme"},
	{"a later version wrote it", "een latere versie heeft die geschreven", "une version plus récente l'a écrit"},
	{"nothing to collect", "niets om op te ruimen", "rien à ramasser"},
	{"store %s: no space left to write: nothing of this write was kept and nothing else was lost; free some space and try again: %v", "opslag %s: geen ruimte om te schrijven: hiervan is niets bewaard en verder is er niets verloren; maak ruimte en probeer het opnieuw: %v", "dépôt %s : plus de place pour écrire : rien de ceci n'a été conservé et rien d'autre n'est perdu ; libérez de la place et réessayez : %v"},
	{"store %s: the write failed: look at the state of the disk and try again: %v", "opslag %s: het schrijven mislukte: kijk naar de staat van de schijf en probeer het opnieuw: %v", "dépôt %s : l'écriture a échoué : regardez l'état du disque et réessayez : %v"},
	{"store %s: %w: stop that process, or send the question to it instead of to the file", "opslag %s: %v: stop dat proces, of stel de vraag daaraan en niet aan het bestand", "dépôt %s : %v : arrêtez ce processus, ou posez-lui la question au lieu du fichier"},
	{"store %s: %w", "opslag %s: %v", "dépôt %s : %v"},
	{"store %s: %w: name another file, or restore a backup into a new one", "opslag %s: %v: noem een ander bestand, of zet een reservekopie terug in een nieuw", "dépôt %s : %v : nommez un autre fichier, ou restaurez une sauvegarde dans un nouveau"},
	{"store %s: %w: use that version, or restore a backup made with this one into a new file", "opslag %s: %v: gebruik die versie, of zet een reservekopie van deze versie terug in een nieuw bestand", "dépôt %s : %v : utilisez cette version, ou restaurez une sauvegarde faite avec celle-ci dans un nouveau fichier"},
	{"store %s: cannot be opened: %w", "opslag %s: kan niet geopend worden: %v", "dépôt %s : impossible à ouvrir : %v"},
	{"the file is empty, and %w: remove it, and a new one is made", "het bestand is leeg, en %v: verwijder het, dan komt er een nieuw", "le fichier est vide, et %v : supprimez-le, un nouveau sera fait"},

	{"report %s does not exist: choose %s%s", "rapport %s bestaat niet: kies uit %s%s", "le rapport %s n'existe pas : choisissez parmi %s%s"},
	{"report %s is about an object, and %s is a user: `remit report user %s` says what they can reach", "rapport %s gaat over een object, en %s is een gebruiker: `remit report user %s` zegt waar die bij kan", "le rapport %s porte sur un objet, et %s est un utilisateur : `remit report user %s` dit ce qu'il peut atteindre"},
	{"report %s is about a user, and %s is none: `remit report access %s` says who can reach it", "rapport %s gaat over een gebruiker, en %s is er geen: `remit report access %s` zegt wie erbij kan", "le rapport %s porte sur un utilisateur, et %s n'en est pas un : `remit report access %s` dit qui peut l'atteindre"},
	{"report %s is about what users have permissions of, and nobody has one of a %s", "rapport %s gaat over waar gebruikers rechten op hebben, en op een %s heeft niemand die", "le rapport %s porte sur ce dont des utilisateurs ont des droits, et personne n'en a d'un %s"},
	{"no entry is of what was asked", "geen regel gaat over wat er gevraagd is", "aucune entrée ne porte sur ce qui est demandé"},
	{"no emergency access is in the record", "er staat geen noodtoegang in het register", "aucun accès d'urgence n'est au registre"},
	{"no emergency access of %s is in the record", "er staat geen noodtoegang van %s in het register", "aucun accès d'urgence de %s n'est au registre"},
	{"there is no key in %s", "er is geen sleutel in %s", "il n'y a pas de clé dans %s"},
	{"kept in %s; there is nothing to do", "bewaard in %s; er is niets te doen", "gardé dans %s ; il n'y a rien à faire"},
	{"say with --purpose what the key is for: read, write or admin", "zeg met --purpose waar de sleutel voor is: read, write of admin", "dites avec --purpose à quoi sert la clé : read, write ou admin"},
	{"report %s: %w", "rapport %s: %v", "rapport %s : %v"},
	{"%s holds for %d under a condition of which a report knows nothing, such as %s: ask with `check --context`", "%s geldt voor %d onder een voorwaarde waarvan een rapport niets weet, zoals %s: vraag het met `check --context`", "%s vaut pour %d sous une condition dont un rapport ne sait rien, telle que %s : demandez avec `check --context`"},
	{"format %s does not exist: choose text, json, csv, xlsx or html", "vorm %s bestaat niet: kies text, json, csv, xlsx of html", "le format %s n'existe pas : choisissez text, json, csv, xlsx ou html"},
	{"%s is not known: a report about nothing would be no evidence", "%s is niet bekend: een rapport over niets zou geen bewijs zijn", "%s n'est pas connu : un rapport sur rien ne serait pas une preuve"},
	{"--json and --format say two things: give one of them", "--json en --format zeggen twee dingen: geef er een van", "--json et --format disent deux choses : donnez l'un d'eux"},
	{"a workbook is nothing to print: name a new file with --out FILE", "een werkmap is niet om af te drukken: noem een nieuw bestand met --out BESTAND", "un classeur ne s'imprime pas : nommez un nouveau fichier avec --out FICHIER"},
	{"report %s is about all data: write it as `remit report %s`", "rapport %s gaat over alle gegevens: schrijf het als `remit report %s`", "le rapport %s porte sur toutes les données : écrivez-le comme `remit report %s`"},
	{"report %s is about one: write it as `remit report %s %s`", "rapport %s vraagt om waar het over gaat: schrijf het als `remit report %s %s`", "le rapport %s demande de quoi il s'agit : écrivez-le comme `remit report %s %s`"},
	{"there is no record to tell since when: %v", "er is geen register dat zegt sinds wanneer: %v", "il n'y a pas de registre pour dire depuis quand : %v"},
	{"wrote the report %s to %s", "rapport %s geschreven naar %s", "rapport %s écrit dans %s"},

	{"the settings do not say how long anything is kept: retention: {record_days: 7300, decisions_days: 1825}", "de instellingen zeggen niet hoe lang iets bewaard wordt: retention: {record_days: 7300, decisions_days: 1825}", "les réglages ne disent pas combien de temps on conserve : retention: {record_days: 7300, decisions_days: 1825}"},
	{"%s: there is none", "%s: dat is er niet", "%s : il n'y en a pas"},
	{"%s: no whole file is older than %s", "%s: geen heel bestand is ouder dan %s", "%s : aucun fichier entier n'est plus ancien que le %s"},
	{"%s: %d {entry|entries} from before %s would go; --apply does it", "%s: %d {regel|regels} van voor %s {zou|zouden} weggaan; --apply doet het", "%s : %d {entrée|entrées} d'avant le %s {partirait|partiraient} ; --apply le fait"},
	{"%s: %d {entry|entries} from before %s {is|are} gone", "%s: %d {regel|regels} van voor %s {is|zijn} weg", "%s : %d {entrée|entrées} d'avant le %s {est partie|sont parties}"},

	{"holds", "klopt", "tient"},
	{"fails", "klopt niet", "n'est pas respectée"},
	{"for all data", "voor alle gegevens", "pour toutes les données"},
	{"in the data", "in de gegevens", "dans les données"},
	{"no path from %s to %s", "geen pad van %s naar %s", "aucun chemin de %s à %s"},
	{"%s only through %s", "%s alleen via %s", "%s seulement par %s"},
	{"%s only for %s", "%s alleen voor %s", "%s seulement pour %s"},
	{"nobody has two of %s", "niemand heeft tegelijk twee van: %s", "personne ne cumule deux de : %s"},
	{"at most %d of %s", "hoogstens %d van %s", "au plus %d de %s"},
	{"without them: %s", "zonder die: %s", "sans eux : %s"},
	{"%s has %d: %s", "%s heeft er %d: %s", "%s en a %d : %s"},
	{"%s has %s on %s", "%s heeft %s op %s", "%s a %s sur %s"},
	{"assertion %s: %w", "bewering %s: %v", "assertion %s : %v"},
	{"it is about data, and there is none: leave --schema-only out, and say where it is with --store, --endpoint or --source; or keep rules about data in a file of their own", "die gaat over gegevens, en die zijn er niet: laat --schema-only weg, en zeg waar ze zijn met --store, --endpoint of --source; of zet regels over gegevens in een eigen bestand", "elle porte sur des données, et il n'y en a pas : omettez --schema-only, et dites où elles sont avec --store, --endpoint ou --source ; ou mettez les règles sur les données dans un fichier à part"},
	{"%s: %w", "%s: %v", "%s : %v"},
	{"%s; %s", "%s; %s", "%s ; %s"},
	{"%s is no relation and no permission of the schema%s", "%s is geen relatie en geen recht van het schema%s", "%s n'est ni une relation ni un droit du schéma%s"},
	{"%s is a permission: name a role, or a relation", "%s is een recht: noem een rol, of een relatie", "%s est un droit : nommez un rôle, ou une relation"},
	{"a file of assertions holds one document", "een bestand met beweringen heeft één document", "un fichier d'assertions contient un seul document"},
	{"it has no assertions, and would hold whatever there is", "het heeft geen beweringen, en zou altijd kloppen", "il n'a pas d'assertions, et tiendrait toujours"},
	{"line %d: %w", "regel %d: %v", "ligne %d : %v"},
	{"an assertion says one of no_path, only, never_both and at_most, and this says %d", "een bewering zegt een van no_path, only, never_both en at_most, en deze zegt er %d", "une assertion dit l'un de no_path, only, never_both et at_most, et celle-ci en dit %d"},
	{"no_path needs from and to", "no_path heeft from en to nodig", "no_path demande from et to"},
	{"only needs to, and through or users", "only heeft to nodig, en through of users", "only demande to, et through ou users"},
	{"never_both needs two names, or more", "never_both heeft twee namen nodig, of meer", "never_both demande deux noms, ou plus"},
	{"at_most needs a role and a count", "at_most heeft een role en een count nodig", "at_most demande un role et un count"},
	{"%s is no user", "%s is geen gebruiker", "%s n'est pas un utilisateur"},
	{"a plan is about data: leave --schema-only out", "een plan gaat over gegevens: laat --schema-only weg", "un plan porte sur des données : omettez --schema-only"},
	{"remit assert: name the file of assertions, and a plan if one is to be held to them: write it as `remit assert FILE.yaml [PLAN]`", "remit assert: noem het bestand met beweringen, en een plan als dat eraan gehouden moet worden: schrijf het als `remit assert BESTAND.yaml [PLAN]`", "remit assert : nommez le fichier d'assertions, et un plan s'il faut l'y tenir : écrivez-le comme `remit assert FICHIER.yaml [PLAN]`"},
	{"wrote the schema", "schema geschreven", "schéma écrit"},
	{"wrote %s", "%s geschreven", "%s écrit"},
	{"key %s is revoked", "sleutel %s is ingetrokken", "la clé %s est révoquée"},
	{"nothing was found", "er is niets gevonden", "rien n'a été trouvé"},
	{"%s: nothing is given: write it as `%s`", "%s: er is niets gegeven: schrijf `%s`", "%s : rien n'est donné : écrivez `%s`"},
	{"%s: more is given than belongs there: write it as `%s`", "%s: er is te veel gegeven: schrijf `%s`", "%s : trop est donné : écrivez `%s`"},
	{"unknown command %q of %s; %s", "onbekende opdracht %q van %s; %s", "commande inconnue %q de %s ; %s"},
	{"unknown command %q of %s; see `%s --help`", "onbekende opdracht %q van %s; zie `%s --help`", "commande inconnue %q de %s ; voir `%s --help`"},
	{"[flags]", "[vlaggen]", "[options]"},
	{"[command]", "[opdracht]", "[commande]"},
	{"help for %s", "hulp bij %s", "aide pour %s"},
	{"Help about any command", "Hulp bij een opdracht", "Aide sur une commande"},
	{"source %s", "bron %s", "source %s"},
	{"%s: %s", "%s: %s", "%s : %s"},
	{"the connection is refused", "de verbinding is geweigerd", "la connexion est refusée"},
	{"no machine is known by that name", "geen machine is onder die naam bekend", "aucune machine n'est connue sous ce nom"},
	{"it takes too long", "het duurt te lang", "cela dure trop longtemps"},
	{"it speaks no TLS", "het spreekt geen TLS", "il ne parle pas TLS"},
	{"its certificate is not one to believe: %s", "het certificaat is niet te vertrouwen: %s", "son certificat n'est pas digne de foi : %s"},
	{"%s does not answer: %s", "%s antwoordt niet: %s", "%s ne répond pas : %s"},
	{"is SpiceDB or `remit serve` running there?", "draait daar SpiceDB of `remit serve`?", "SpiceDB ou `remit serve` y tourne-t-il ?"},
	{"the engine has no schema, or another one: %s", "de engine heeft geen schema, of een ander: %s", "le moteur n'a pas de schéma, ou un autre : %s"},
	{"run `remit schema write` or `remit sync`", "draai `remit schema write` of `remit sync`", "lancez `remit schema write` ou `remit sync`"},
	{"key file %w", "sleutelbestand %v", "fichier de clés %v"},
	{"until %s", "tot %s", "jusqu'au %s"},

	{"Hold the model, the data, or what a plan leads to, to rules of your own; exit code 1 if one fails", "Houd het model, de gegevens, of waar een plan toe leidt, aan eigen regels; exitcode 1 als er een niet klopt", "Tenir le modèle, les données, ou ce à quoi mène un plan, à vos propres règles ; code de sortie 1 si l'une ne tient pas"},
	{"Holds the model and the data to the rules of a file, and with a PLAN that plan --out\nkept what would be there after it:", "Houdt het model en de gegevens aan de regels van een bestand, en met een PLAN dat\nplan --out bewaarde wat er daarna zou zijn:", "Tient le modèle et les données aux règles d'un fichier, et avec un PLAN que plan --out\na conservé ce qu'il y aurait après lui :"},
	{rulesExample, rulesExample, rulesExample},
	{`A name is one of a relation or a permission with its type; one without a type is a role
in the tenant. no_path, and only with through, are proven of the definition, for all data
that there may ever be: what is subtracted somewhere counts as if it were not. The others
are about the active users in the data. With --schema-only, the model of this program, or
the one of --model, is held to the rules, and none may be about data.`, `Een naam is die van een relatie of een recht met zijn type; een zonder type is een rol in
de tenant. no_path, en only met through, worden bewezen uit de definitie, voor alle
gegevens die er ooit kunnen zijn: wat ergens afgetrokken wordt telt alsof dat niet zo was.
De andere gaan over de actieve gebruikers in de gegevens. Met --schema-only wordt het
model van dit programma, of dat van --model, aan de regels gehouden, en mag er geen over
gegevens gaan.`, `Un nom est celui d'une relation ou d'un droit avec son type ; un nom sans type est un rôle
dans le tenant. no_path, et only avec through, sont prouvés de la définition, pour toutes
les données qu'il peut y avoir : ce qui est soustrait quelque part compte comme s'il ne
l'était pas. Les autres portent sur les utilisateurs actifs dans les données. Avec
--schema-only, le modèle de ce programme, ou celui de --model, est tenu aux règles, et
aucune ne peut porter sur des données.`},
	{"A PLAN is refused as stale, as by apply, if what a source wrote has changed since it was\nmade (exit code 2).", "Een PLAN wordt geweigerd als verouderd, zoals bij apply, als wat een bron schreef is\nveranderd nadat het plan was gemaakt (code 2).", "Un PLAN est refusé comme périmé, comme par apply, si ce qu'une source a écrit a changé\ndepuis qu'il a été fait (code 2)."},
	{"A rule that fails is printed with the shortest counterexample. --print-schema prints the\nJSON Schema of the file, for editors.", "Een regel die niet klopt wordt getoond met het kortste tegenvoorbeeld. --print-schema toont\nhet JSON Schema van het bestand, voor editors.", "Une règle qui ne tient pas est affichée avec le plus court contre-exemple. --print-schema\naffiche le JSON Schema du fichier, pour les éditeurs."},
	{"hold the model alone to the rules", "houd alleen het model aan de regels", "tient le modèle seul aux règles"},
	{"print the JSON Schema of such a file", "toon het JSON Schema van zo'n bestand", "affiche le JSON Schema d'un tel fichier"},
	{"Take away what is older than the settings keep; the proof of the rest stays whole", "Ruim op wat ouder is dan de instellingen bewaren; het bewijs van de rest blijft heel", "Retirer ce qui est plus ancien que ce que gardent les réglages ; la preuve du reste demeure entière"},
	{`Shows what of the record, and of the record of decisions, is older than the settings
keep it, and with --apply takes it away: by whole files of 65,536 entries, of which the
hashes stay, so that "remit log verify" holds what is left to its checkpoints, the old
ones too. That it was done, by whom and why, is an entry. The last snapshot, and what
follows it, is always kept. What was pruned is nowhere else: make a copy first if you
must have one.`, `Toont wat van het register, en van dat van beslissingen, ouder is dan de instellingen het
bewaren, en ruimt het met --apply op: per heel bestand van 65.536 regels, waarvan de
hashes blijven, zodat "remit log verify" de rest aan zijn controlepunten houdt, ook de
oude. Dat het gedaan is, door wie en waarom, is een regel. De laatste momentopname, en wat
daarop volgt, blijft altijd. Wat opgeruimd is staat nergens anders: maak eerst een kopie
als u die moet hebben.`, `Montre ce qui, du registre et de celui des décisions, est plus ancien que ce que gardent
les réglages, et avec --apply le retire : par fichiers entiers de 65 536 entrées, dont les
empreintes restent, de sorte que "remit log verify" tient le reste à ses points de
contrôle, les anciens aussi. Que cela fut fait, par qui et pourquoi, est une entrée. Le
dernier instantané, et ce qui le suit, est toujours gardé. Ce qui est élagué n'est nulle
part ailleurs : faites d'abord une copie s'il vous en faut une.`},
	{"No process may be writing the records meanwhile: stop serve and record first.", "Intussen mag geen proces in de registers schrijven: stop eerst serve en record.", "Aucun processus ne doit écrire dans les registres pendant ce temps : arrêtez d'abord serve et record."},
	{"do it", "doe het", "le fait"},
	{"the record of decisions is in this `FOLDER` (default beside the store)", "het register van beslissingen staat in deze `MAP` (standaard naast de opslag)", "le registre des décisions est dans ce `DOSSIER` (par défaut à côté du dépôt)"},
	{"`FORMAT`: text, json, csv or fhir", "`VORM`: text, json, csv of fhir", "`FORMAT` : text, json, csv ou fhir"},
	{"`FORMAT`: text, json or csv", "`VORM`: text, json of csv", "`FORMAT` : text, json ou csv"},
	{"format %s does not exist: choose %s", "vorm %s bestaat niet: kies uit %s", "le format %s n'existe pas : choisissez parmi %s"},
	{"left out, for they tell no event: %s (snapshots, and what syncs note of themselves)", "weggelaten, want zij vertellen geen gebeurtenis: %s (momentopnamen, en wat syncs van zichzelf noteren)", "omises, car elles ne relatent aucun événement : %s (instantanés, et ce que les syncs notent d'eux-mêmes)"},
	{"`FORMAT`: text, json, csv, xlsx or html (default what the name of --out ends in, or text)", "`VORM`: text, json, csv, xlsx of html (standaard waar de naam bij --out op eindigt, of text)", "`FORMAT` : text, json, csv, xlsx ou html (par défaut ce par quoi finit le nom de --out, ou text)"},
	{"`FORMAT`: text, json, csv, xlsx or html", "`VORM`: text, json, csv, xlsx of html", "`FORMAT` : text, json, csv, xlsx ou html"},
	{"write into a new `FILE`, which xlsx needs", "schrijf in een nieuw `BESTAND`, wat xlsx nodig heeft", "écrit dans un nouveau `FICHIER`, ce que demande xlsx"},
}

// rulesExample is a file of rules, which is the same in every language.
const rulesExample = `  assertions:
  - no_path: {from: application_manager, to: client#view_dossier}
  - only: {to: client#view_dossier, through: [client#practitioner, client#supervisor, client#emergency, client#login]}
  - only: {to: tenant#configure, users: [user:veldzicht/frank, user:veldzicht/gerda]}
  - never_both: [application_manager, practitioner]
  - at_most: {role: app_admin, count: 2}`

// yamlTexts are about YAML.
var yamlTexts = []text{
	{"*%s means what &%s names, and nothing is named so", "*%s betekent wat &%s noemt, en niets heet zo", "*%s veut dire ce que &%s nomme, et rien ne s'appelle ainsi"},
}

// libraryTexts are what libraries, the system and the store, which knows of no phrases, say,
// word for word.
var libraryTexts = []text{
	{"unexpected end of JSON input", "de JSON houdt te vroeg op", "le JSON s'arrête trop tôt"},
	{"unexpected EOF", "het bestand houdt te vroeg op", "le fichier s'arrête trop tôt"},
	{"EOF", "het bestand houdt te vroeg op", "le fichier s'arrête trop tôt"},
	{"connection refused", "de verbinding is geweigerd", "la connexion est refusée"},
	{"context deadline exceeded", "het duurde te lang", "cela a duré trop longtemps"},
	{"invalid database", "het begint niet zoals een opslag", "il ne commence pas comme un dépôt"},
	{"the store is damaged: restore a backup", "de opslag is beschadigd: zet een reservekopie terug", "le dépôt est endommagé : restaurez une sauvegarde"},
	{"zip: not a valid zip file", "het is geen geldig zipbestand, wat elk .xlsx-bestand is", "ce n'est pas un fichier zip valide, ce qu'est tout fichier .xlsx"},
	// of YAML
	{"did not find expected node content", "hier hoort een waarde", "il manque une valeur"},
	{"did not find expected key", "hier hoort een sleutel", "il manque une clé"},
	{"could not find expected ':'", "er ontbreekt een dubbele punt", "il manque deux-points"},
	{"did not find expected '-' indicator", "er ontbreekt een streepje (-)", "il manque un tiret (-)"},
	{"did not find expected ',' or ']'", "er ontbreekt een komma of ]", "il manque une virgule ou ]"},
	{"did not find expected ',' or '}'", "er ontbreekt een komma of }", "il manque une virgule ou }"},
	{"did not find expected <document start>", "hier eindigt het, en er staat nog meer", "cela finit ici, et il y a encore du texte"},
	{"mapping values are not allowed in this context", "hier hoort geen dubbele punt", "il ne faut pas de deux-points ici"},
	{"block sequence entries are not allowed in this context", "hier hoort geen streepje (-)", "il ne faut pas de tiret (-) ici"},
	{"found a tab character that violates indentation", "er is met een tab ingesprongen: gebruik spaties", "le retrait a une tabulation : mettez des espaces"},
	{"found character that cannot start any token", "hier staat een teken waarmee niets kan beginnen", "un caractère par lequel rien ne peut commencer"},
	{"found unexpected end of stream", "er ontbreekt een aanhalingsteken aan het einde", "il manque le guillemet de fin"},
	{"found unknown escape character", "na \\ staat een teken dat daar niets betekent", "après \\ un caractère qui n'y veut rien dire"},
	{"control characters are not allowed", "er staan stuurtekens in", "il y a des caractères de contrôle"},
	{"could not find expected directive name", "na %% hoort een naam", "il manque un nom après %%"},
	{"found unknown directive name", "na %% staat een naam die niets betekent", "un nom après %% qui ne veut rien dire"},
	{"did not find expected alphabetic or numeric character", "na & of * hoort een naam van letters en cijfers", "il faut après & ou * un nom de lettres et de chiffres"},
	{"did not find expected comment or line break", "hier hoort niets meer op de regel", "rien d'autre n'a sa place sur la ligne"},
	{"did not find expected whitespace or line break", "hier hoort een spatie of een nieuwe regel", "il faut ici une espace ou un saut de ligne"},
	{"did not find expected hexdecimal number", "hier hoort een hexadecimaal getal", "il faut ici un nombre hexadécimal"},
	{"found invalid Unicode character escape code", "dit is de code van geen teken", "ce n'est le code d'aucun caractère"},
	{"found unexpected document indicator", "er staat --- of ... binnen een tekst", "il y a --- ou ... dans un texte"},
	{"found a tab character where an indentation space is expected", "er is met een tab ingesprongen: gebruik spaties", "le retrait a une tabulation : mettez des espaces"},
	{"found undefined tag handle", "een ! verwijst naar wat niet bepaald is", "un ! renvoie à ce qui n'est pas défini"},
	{"mapping keys are not allowed in this context", "hier hoort geen sleutel", "il ne faut pas de clé ici"},
	{"!!binary value contains invalid base64 data", "wat achter !!binary staat is geen base64", "ce qui suit !!binary n'est pas du base64"},
	{"document contains excessive aliasing", "er wordt te vaak met * naar hetzelfde verwezen", "il y a trop de renvois par *"},
	{"invalid trailing UTF-8 octet", "het is geen UTF-8", "ce n'est pas de l'UTF-8"},
	{"incomplete UTF-8 octet sequence", "het is geen UTF-8", "ce n'est pas de l'UTF-8"},
	// of CSV
	{"extraneous or missing \" in quoted-field", "een aanhalingsteken te veel of te weinig", "un guillemet de trop ou qui manque"},
	{"bare \" in non-quoted field", "een aanhalingsteken midden in een veld", "un guillemet au milieu d'un champ"},
	{"wrong number of fields", "een ander aantal velden dan de eerste regel", "un autre nombre de champs que la première ligne"},
	{"invalid leading UTF-8 octet", "het is geen UTF-8", "ce n'est pas de l'UTF-8"},
}
