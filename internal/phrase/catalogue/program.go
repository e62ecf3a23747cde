package catalogue

// programTexts are about what the program itself says.
var programTexts = []text{
	{
		en: "rows",
		nl: "rijen",
		fr: "lignes",
	},
	{
		en: "rules",
		nl: "regels",
		fr: "règles",
	},
	{
		en: "--allow-%s %d is less than none: give how many are meant, or leave it out",
		nl: "--allow-%s %d is minder dan niets: zeg hoeveel er bedoeld zijn, of laat het weg",
		fr: "--allow-%s %d est moins que rien : dites combien sont voulus, ou omettez-le",
	},
	{
		en: "change what the settings say is protected",
		nl: "wijzig dan wat volgens de instellingen beschermd is",
		fr: "changez ce que les réglages disent protégé",
	},
	{
		en: "make that change by hand, without --watch",
		nl: "voer die wijziging dan met de hand uit, zonder --watch",
		fr: "faites ce changement à la main, sans --watch",
	},
	{
		en: "say so with %s",
		nl: "zeg het dan met %s",
		fr: "dites-le avec %s",
	},
	{
		en: "nothing keeps what is applied to an engine elsewhere: name the plan that was, or with --applied the folder that keeps them",
		nl: "wat op een engine elders wordt toegepast wordt nergens bewaard: noem het plan, of met --applied de map waar ze bewaard zijn",
		fr: "rien ne conserve ce qui est appliqué à un moteur ailleurs : nommez le plan, ou avec --applied le dossier qui les garde",
	},
	{
		en: "there is no plan in %s: there is nothing to undo, unless you name the plan that was applied",
		nl: "er staat geen plan in %s: er is niets ongedaan te maken, tenzij u het toegepaste plan noemt",
		fr: "il n'y a pas de plan dans %s : il n'y a rien à annuler, à moins de nommer le plan appliqué",
	},
	{
		en: "reading the plan: %w",
		nl: "het plan lezen: %v",
		fr: "lecture du plan : %v",
	},
	{
		en: "plan %s: %w",
		nl: "plan %s: %v",
		fr: "plan %s : %v",
	},
	{
		en: "revision %s",
		nl: "revisie %s",
		fr: "révision %s",
	},
	{
		en: "done; the change is in revision %s",
		nl: "klaar; de wijziging zit in revisie %s",
		fr: "fait ; le changement est dans la révision %s",
	},
	{
		en: "file %s: cannot be written: %w",
		nl: "bestand %s: kan niet geschreven worden: %v",
		fr: "fichier %s : impossible à écrire : %v",
	},
	{
		en: "file %s: its folder is not there: make it first, or name another",
		nl: "bestand %s: de map ervan is er niet: maak die eerst, of noem een andere",
		fr: "fichier %s : son dossier n'existe pas : créez-le d'abord, ou nommez-en un autre",
	},
	{
		en: "the store is as it was when the backup was made, and allows again what was taken away since: sync it before it is asked",
		nl: "de opslag is zoals toen de reservekopie gemaakt werd, en staat weer toe wat daarna is weggenomen: synchroniseer voor er vragen aan gesteld worden",
		fr: "le dépôt est tel que lors de la sauvegarde, et autorise de nouveau ce qui a été retiré depuis : synchronisez avant qu'on l'interroge",
	},
	{
		en: "an emergency access runs in it: %s to %s; stop it, if it was stopped",
		nl: "daarin loopt een noodtoegang: %s tot %s; stop die, als hij al gestopt was",
		fr: "un accès d'urgence y est en cours : %s à %s ; arrêtez-le, s'il avait déjà été arrêté",
	},
	{
		en: "restore makes a store: say which with --store FILE; into an engine, load your source folder with sync",
		nl: "restore maakt een opslag: zeg welke met --store BESTAND; laad een engine uit uw bronmap met sync",
		fr: "restore fait un dépôt : dites lequel avec --store FICHIER ; pour un moteur, chargez votre dossier source avec sync",
	},
	{
		en: "reading the backup: %w",
		nl: "de reservekopie lezen: %v",
		fr: "lecture de la sauvegarde : %v",
	},
	{
		en: "check takes a question or -f FILE, not both",
		nl: "check neemt een vraag of -f BESTAND, niet allebei",
		fr: "check prend une question ou -f FICHIER, pas les deux",
	},
	{
		en: "reading the questions: %w",
		nl: "de vragen lezen: %v",
		fr: "lecture des questions : %v",
	},
	{
		en: "%d of %d lines could not be answered: they have the outcome error",
		nl: "niet te beantwoorden regels, met de uitkomst error: %d van %d",
		fr: "lignes sans réponse possible, avec le résultat error : %d sur %d",
	},
	{
		en: "line %d is longer than %d bytes: it is not a question",
		nl: "regel %d is langer dan %d bytes: dat is geen vraag",
		fr: "la ligne %d dépasse %d octets : ce n'est pas une question",
	},
	{
		en: "line %d: %v",
		nl: "regel %d: %v",
		fr: "ligne %d : %v",
	},
	{
		en: "--context %s names %s twice: name it once",
		nl: "--context %s noemt %s twee keer: noem het één keer",
		fr: "--context %s nomme %s deux fois : nommez-le une fois",
	},
	{
		en: "--context %s is no JSON object: write it as '{\"day\":\"monday\"}'",
		nl: "--context %s is geen JSON-object: schrijf '{\"day\":\"monday\"}'",
		fr: "--context %s n'est pas un objet JSON : écrivez '{\"day\":\"monday\"}'",
	},
	{
		en: "--context brings %s, and no caveat of the model takes anything of a question: leave it out",
		nl: "--context brengt %s mee, en geen caveat van het model neemt iets van een vraag: laat het weg",
		fr: "--context apporte %s, et aucun caveat du modèle ne prend quoi que ce soit d'une question : omettez-le",
	},
	{
		en: "--context brings %s, which no caveat of the model takes: they take %s%s",
		nl: "--context brengt %s mee, wat geen caveat van het model neemt: ze nemen %s%s",
		fr: "--context apporte %s, qu'aucun caveat du modèle ne prend : ils prennent %s%s",
	},
	{
		en: "demo is for people: the tables for machines are in `remit matrix --json`",
		nl: "demo is voor mensen: de tabellen voor machines staan in `remit matrix --json`",
		fr: "demo est pour les gens : les tableaux pour machines sont dans `remit matrix --json`",
	},
	{
		en: "%s: the engine says %s, the explanation %s",
		nl: "%s: de engine zegt %s, de uitleg %s",
		fr: "%s : le moteur dit %s, l'explication %s",
	},
	{
		en: `
%s
  check %s`,
		nl: `
%s
  check %s`,
		fr: `
%s
  check %s`,
	},
	{
		en: "an emergency needs --user and --client",
		nl: "een noodtoegang vraagt om --user en --client",
		fr: "un accès d'urgence demande --user et --client",
	},
	{
		en: "%s is not a client: emergency access is to one client, such as client:%s/c-1003",
		nl: "%s is geen cliënt: noodtoegang is tot één cliënt, zoals client:%s/c-1003",
		fr: "%s n'est pas un client : un accès d'urgence est à un seul client, comme client:%s/c-1003",
	},
	{
		en: "%s\t%s\tuntil %s\t%s",
		nl: "%s\t%s\ttot %s\t%s",
		fr: "%s\t%s\tjusqu'au %s\t%s",
	},
	{
		en: "runs until %s",
		nl: "loopt tot %s",
		fr: "court jusqu'au %s",
	},
	{
		en: "was stopped at %s",
		nl: "gestopt op %s",
		fr: "arrêté le %s",
	},
	{
		en: "ended by itself at %s",
		nl: "vanzelf geëindigd op %s",
		fr: "fini de lui-même le %s",
	},
	{
		en: "reading the key: %w",
		nl: "de sleutel lezen: %v",
		fr: "lecture de la clé : %v",
	},
	{
		en: "key file %s: %w: whoever reads it has the key; run `chmod 600` on it, or make a new key",
		nl: "sleutelbestand %s: %v: wie het leest heeft de sleutel; voer er `chmod 600` op uit, of maak een nieuwe sleutel",
		fr: "fichier de clé %s : %v : qui le lit a la clé ; lancez `chmod 600` dessus, ou faites une nouvelle clé",
	},
	{
		en: "key file %s: %w",
		nl: "sleutelbestand %s: %v",
		fr: "fichier de clé %s : %v",
	},
	{
		en: "%s is blank: %s",
		nl: "%s is leeg: %s",
		fr: "%s est vide : %s",
	},
	{
		en: "%s has a line break in the key: a key is one line; %s",
		nl: "%s heeft een regeleinde in de sleutel: een sleutel is één regel; %s",
		fr: "%s a un saut de ligne dans la clé : une clé est une ligne ; %s",
	},
	{
		en: "%s has a blank, or what is not ASCII, in the key: %s",
		nl: "%s heeft een spatie, of iets buiten ASCII, in de sleutel: %s",
		fr: "%s a une espace, ou autre chose que de l'ASCII, dans la clé : %s",
	},
	{
		en: "%s has a key of fewer than %d characters, which can be guessed: %s",
		nl: "%s heeft een sleutel van minder dan %d tekens, en die is te raden: %s",
		fr: "%s a une clé de moins de %d caractères, qui se devine : %s",
	},
	{
		en: "a Go package has a name: give one with --package NAME",
		nl: "een Go-pakket heeft een naam: geef hem met --package NAAM",
		fr: "un paquet Go a un nom : donnez-le avec --package NOM",
	},
	{
		en: "schema %s: %w",
		nl: "schema %s: %v",
		fr: "schéma %s : %v",
	},
	{
		en: "no file of keys is named: give it with --keys FILE",
		nl: "er is geen sleutelbestand genoemd: geef het met --keys BESTAND",
		fr: "aucun fichier de clés n'est nommé : donnez-le avec --keys FICHIER",
	},
	{
		en: "key %s is made; it is not shown again",
		nl: "sleutel %s is gemaakt; hij wordt niet nog eens getoond",
		fr: "la clé %s est créée ; elle ne sera plus montrée",
	},
	{
		en: "--expires %s is no time from now: write it as 90d or 12h",
		nl: "--expires %s is geen tijd vanaf nu: schrijf 90d of 12h",
		fr: "--expires %s n'est pas une durée à partir de maintenant : écrivez 90d ou 12h",
	},
	{
		en: "never expires",
		nl: "verloopt nooit",
		fr: "n'expire jamais",
	},
	{
		en: "expired %s",
		nl: "verlopen %s",
		fr: "expirée %s",
	},
	{
		en: "expires %s",
		nl: "verloopt %s",
		fr: "expire %s",
	},
	{
		en: "%s\t%s\t%s\tcreated %s\t%s",
		nl: "%s\t%s\t%s\tgemaakt %s\t%s",
		fr: "%s\t%s\t%s\tcréée %s\t%s",
	},
	{
		en: "all tenants",
		nl: "alle tenants",
		fr: "tous les tenants",
	},
	{
		en: "%w: see `remit key list`",
		nl: "%v: zie `remit key list`",
		fr: "%v : voyez `remit key list`",
	},
	{
		en: "say what to lint: `remit schema lint FILE`, or `remit schema lint --model OWN.zed`",
		nl: "zeg wat gecontroleerd moet worden: `remit schema lint BESTAND`, of `remit schema lint --model EIGEN.zed`",
		fr: "dites quoi vérifier : `remit schema lint FICHIER`, ou `remit schema lint --model PROPRE.zed`",
	},
	{
		en: "%d more {depends|depend} on something that was not said, and {is|are} left out; --json names them",
		nl: "nog %d {hangt|hangen} af van iets wat niet gezegd is, en {is|zijn} weggelaten; --json noemt ze",
		fr: "%d {autre dépend|autres dépendent} de quelque chose qui n'a pas été dit, et {est laissé|sont laissés} de côté ; --json les nomme",
	},
	{
		en: "there is no store %s: fill one with `remit sync FOLDER`, or say where the data is with --source FOLDER or --endpoint HOST:PORT",
		nl: "er is geen opslag %s: vul er een met `remit sync MAP`, of zeg waar de gegevens zijn met --source MAP of --endpoint HOST:POORT",
		fr: "il n'y a pas de dépôt %s : remplissez-en un avec `remit sync DOSSIER`, ou dites où sont les données avec --source DOSSIER ou --endpoint HÔTE:PORT",
	},
	{
		en: "what was written is not recorded yet, and stays in the store until it is: %v",
		nl: "wat geschreven is staat nog niet in het register, en blijft in de opslag tot het zover is: %v",
		fr: "ce qui a été écrit n'est pas encore au registre, et reste dans le dépôt jusque-là : %v",
	},
	{
		en: "the store was not closed after it was last written, or is a copy of one in use: all that is in it is whole",
		nl: "de opslag is niet gesloten na de laatste keer schrijven, of is een kopie van een opslag in gebruik: alles wat erin staat is heel",
		fr: "le dépôt n'a pas été fermé après sa dernière écriture, ou est la copie d'un dépôt en service : tout ce qu'il contient est entier",
	},
	{
		en: "there is no record %s: what is written to a store is recorded beside it, and what is written to an engine elsewhere by `remit record`; say where it is with --ledger FOLDER",
		nl: "er is geen register %s: wat in een opslag geschreven wordt komt in het register ernaast, en wat in een engine elders geschreven wordt legt `remit record` vast; zeg waar het is met --ledger MAP",
		fr: "il n'y a pas de registre %s : ce qui est écrit dans un dépôt est consigné à côté, et ce qui est écrit dans un moteur ailleurs par `remit record` ; dites où il est avec --ledger DOSSIER",
	},
	{
		en: "%s is no checkpoint: it is what `remit log checkpoint` printed",
		nl: "%s is geen controlepunt: dat is wat `remit log checkpoint` toonde",
		fr: "%s n'est pas un point de contrôle : c'est ce que `remit log checkpoint` a écrit",
	},
	{
		en: "the checkpoints that were kept are of two keys: hold the record to those of one",
		nl: "de bewaarde controlepunten zijn van twee sleutels: houd het register tegen die van één",
		fr: "les points de contrôle gardés sont de deux clés : tenez le registre à ceux d'une seule",
	},
	{
		en: "record %s is not whole: %w",
		nl: "register %s is niet heel: %v",
		fr: "le registre %s n'est pas entier : %v",
	},
	{
		en: "not as it was signed: %v",
		nl: "niet zoals ondertekend: %v",
		fr: "pas tel que signé : %v",
	},
	{
		en: "note: the key was the one in the folder: whoever could change the record could have changed it too; give a checkpoint that was kept elsewhere with --checkpoint",
		nl: "opmerking: de sleutel was die in de map: wie het register kon veranderen kon ook die veranderen; geef een controlepunt dat elders bewaard is met --checkpoint",
		fr: "remarque : la clé était celle du dossier : qui a pu changer le registre a pu la changer aussi ; donnez un point de contrôle gardé ailleurs avec --checkpoint",
	},
	{
		en: "%s and %s of %s are as they were signed",
		nl: "%s en %s van %s zijn zoals ondertekend",
		fr: "%s et %s de %s sont tels que signés",
	},
	{
		en: "the first %d are those of a checkpoint that was kept",
		nl: "de eerste %d zijn die van een bewaard controlepunt",
		fr: "les %d premières sont celles d'un point de contrôle gardé",
	},
	{
		en: "%d more {is|are} not signed yet",
		nl: "nog %d {is|zijn} niet ondertekend",
		fr: "%d {autre n'est pas encore signée|autres ne sont pas encore signées}",
	},
	{
		en: "a clock was set back before entry %d",
		nl: "voor regel %d is een klok teruggezet",
		fr: "une horloge a été reculée avant l'entrée %d",
	},
	{
		en: "a proof is held to a key that was kept: give it with --key FILE, or a checkpoint of the same record with --checkpoint FILE",
		nl: "een bewijs wordt tegen een bewaarde sleutel gehouden: geef die met --key BESTAND, of een controlepunt van hetzelfde register met --checkpoint BESTAND",
		fr: "une preuve est tenue à une clé gardée : donnez-la avec --key FICHIER, ou un point de contrôle du même registre avec --checkpoint FICHIER",
	},
	{
		en: "no proof: %v",
		nl: "geen bewijs: %v",
		fr: "pas de preuve : %v",
	},
	{
		en: "this is in the record %s, of %d {entry|entries}",
		nl: "dit staat in register %s, van %d {regel|regels}",
		fr: "ceci est dans le registre %s, de %d {entrée|entrées}",
	},
	{
		en: "%q is no number of an entry: see `remit log`",
		nl: "%q is geen nummer van een regel: zie `remit log`",
		fr: "%q n'est pas le numéro d'une entrée : voyez `remit log`",
	},
	{
		en: "loading a fixture world: %w",
		nl: "een voorbeeldwereld laden: %v",
		fr: "chargement d'un monde d'exemple : %v",
	},
	{
		en: "reading the schema: %w",
		nl: "het schema lezen: %v",
		fr: "lecture du schéma : %v",
	},
	{
		en: "reading the schema %s: %w",
		nl: "het schema %s lezen: %v",
		fr: "lecture du schéma %s : %v",
	},
	{
		en: "reading the engine's schema: %w",
		nl: "het schema van de engine lezen: %v",
		fr: "lecture du schéma du moteur : %v",
	},
	{
		en: "%w: write it with `remit schema write %s`",
		nl: "%v: schrijf het met `remit schema write %s`",
		fr: "%v : écrivez-le avec `remit schema write %s`",
	},
	{
		en: "note",
		nl: "opmerking",
		fr: "remarque",
	},
	{
		en: "--%s is blank: name a file, or leave it out",
		nl: "--%s is leeg: noem een bestand, of laat het weg",
		fr: "--%s est vide : nommez un fichier, ou omettez-le",
	},
	{
		en: "--%s is about remit's own model, and --schema and --data are about another: leave one out",
		nl: "--%s gaat over het eigen model van remit, en --schema en --data over een ander: laat een van beide weg",
		fr: "--%s concerne le modèle de remit, et --schema et --data un autre : omettez l'un des deux",
	},
	{
		en: "--schema needs --data FILE.yaml: a file with relationships, in SpiceDB's validation format",
		nl: "--schema vraagt om --data BESTAND.yaml: een bestand met relaties, in het validatieformaat van SpiceDB",
		fr: "--schema demande --data FICHIER.yaml : un fichier de relations, au format de validation de SpiceDB",
	},
	{
		en: "reading the data: %w",
		nl: "de gegevens lezen: %v",
		fr: "lecture des données : %v",
	},
	{
		en: "reading the data %s: %w",
		nl: "de gegevens %s lezen: %v",
		fr: "lecture des données %s : %v",
	},
	{
		en: "data %s: %w",
		nl: "gegevens %s: %v",
		fr: "données %s : %v",
	},
	{
		en: "data %s has a schema: leave --schema out, or take it out of the file",
		nl: "gegevens %s hebben een schema: laat --schema weg, of haal het uit het bestand",
		fr: "les données %s ont un schéma : omettez --schema, ou retirez-le du fichier",
	},
	{
		en: "the schema in %s: %w",
		nl: "het schema in %s: %v",
		fr: "le schéma dans %s : %v",
	},
	{
		en: "data %s names the schema %s, which is not below its folder: give it with --schema",
		nl: "gegevens %s noemen het schema %s, dat niet onder hun map staat: geef het met --schema",
		fr: "les données %s nomment le schéma %s, qui n'est pas sous leur dossier : donnez-le avec --schema",
	},
	{
		en: "data %s has no schema: give one with --schema FILE.zed",
		nl: "gegevens %s hebben geen schema: geef er een met --schema BESTAND.zed",
		fr: "les données %s n'ont pas de schéma : donnez-en un avec --schema FICHIER.zed",
	},
	{
		en: "writing the schema: %w",
		nl: "het schema schrijven: %v",
		fr: "écriture du schéma : %v",
	},
	{
		en: "writing the relationships of %s: %w",
		nl: "de relaties van %s schrijven: %v",
		fr: "écriture des relations de %s : %v",
	},
	{
		en: "%s: relationship %s: %s",
		nl: "%s: relatie %s: %s",
		fr: "%s : relation %s : %s",
	},
	{
		en: "what is written with a \"now\" of its own never holds here: leave it to the question",
		nl: "wat met een eigen \"now\" geschreven is geldt hier nooit: laat dat aan de vraag over",
		fr: "ce qui est écrit avec son propre \"now\" ne vaut jamais ici : laissez-le à la question",
	},
	{
		en: "keep the data in this `FILE` (default remit.db)",
		nl: "bewaar de gegevens in dit `BESTAND` (standaard remit.db)",
		fr: "garde les données dans ce `FICHIER` (par défaut remit.db)",
	},
	{
		en: "--source loads a folder for this one command, and what is written there would be lost: give --store FILE or --endpoint HOST:PORT",
		nl: "--source laadt een map voor deze ene opdracht, en wat daarin geschreven wordt zou verloren zijn: geef --store BESTAND of --endpoint HOST:POORT",
		fr: "--source charge un dossier pour cette seule commande, et ce qui y serait écrit serait perdu : donnez --store FICHIER ou --endpoint HÔTE:PORT",
	},
	{
		en: "--%s is blank: say where the data is, or leave it out",
		nl: "--%s is leeg: zeg waar de gegevens zijn, of laat het weg",
		fr: "--%s est vide : dites où sont les données, ou omettez-le",
	},
	{
		en: "--source, --store and --endpoint all say where the data is: give one of them",
		nl: "--source, --store en --endpoint zeggen alle waar de gegevens zijn: geef er een van",
		fr: "--source, --store et --endpoint disent tous où sont les données : donnez-en un",
	},
	{
		en: "%s is about the two worlds that come with the program: it takes no --%s",
		nl: "%s gaat over de twee werelden die bij het programma horen: het neemt geen --%s",
		fr: "%s concerne les deux mondes fournis avec le programme : il ne prend pas de --%s",
	},
	{
		en: "the record beside a store is not that of another engine, which is kept by `remit record --endpoint %s --ledger FOLDER`: say where that is with --ledger FOLDER, or which store is meant with --store FILE",
		nl: "het register naast een opslag is niet dat van een andere engine; dat wordt bijgehouden door `remit record --endpoint %s --ledger MAP`: zeg met --ledger MAP waar het is, of met --store BESTAND welke opslag bedoeld is",
		fr: "le registre à côté d'un dépôt n'est pas celui d'un autre moteur, que tient `remit record --endpoint %s --ledger DOSSIER` : dites où il est avec --ledger DOSSIER, ou quel dépôt est voulu avec --store FICHIER",
	},
	{
		en: "what is loaded for one command has no record: say where there is one with --ledger FOLDER, or which store is meant with --store FILE",
		nl: "wat voor één opdracht geladen wordt heeft geen register: zeg met --ledger MAP waar er een is, of met --store BESTAND welke opslag bedoeld is",
		fr: "ce qui est chargé pour une seule commande n'a pas de registre : dites où il y en a un avec --ledger DOSSIER, ou quel dépôt est voulu avec --store FICHIER",
	},
	{
		en: "--access is about a source and what the engine holds: give the source in place of its plan",
		nl: "--access gaat over een bron en wat de engine heeft: geef de bron in plaats van haar plan",
		fr: "--access concerne une source et ce que le moteur contient : donnez la source à la place de son plan",
	},
	{
		en: "warning",
		nl: "waarschuwing",
		fr: "avertissement",
	},
	{
		en: "and %d more of the kind %s",
		nl: "en nog %d van de soort %s",
		fr: "et encore %d de la sorte %s",
	},
	{
		en: "the order is %s: did you mean `%s %s`?",
		nl: "de volgorde is %s: bedoelt u `%s %s`?",
		fr: "l'ordre est %s : vouliez-vous dire `%s %s` ?",
	},
	{
		en: "%s is not a user: only users act, such as user:%s/anna",
		nl: "%s is geen gebruiker: alleen gebruikers doen iets, zoals user:%s/anna",
		fr: "%s n'est pas un utilisateur : seuls les utilisateurs agissent, comme user:%s/anna",
	},
	{
		en: "permission %s is asked on a %s, not on a %s",
		nl: "recht %s wordt gevraagd over een %s, niet over een %s",
		fr: "le droit %s se demande sur un %s, pas sur un %s",
	},
	{
		en: "has %d {field|fields}: write SUBJECT, PERMISSION and RESOURCE, separated by tabs, or by blanks in a line without a tab",
		nl: "er horen drie velden te staan, en het zijn er %d: schrijf gebruiker, recht en object, met tabs ertussen, of met spaties in een regel zonder tab",
		fr: "il faut trois champs, et leur nombre est %d : écrivez utilisateur, droit et objet, séparés par des tabulations, ou par des espaces dans une ligne sans tabulation",
	},
	{
		en: "record follows an engine that runs elsewhere: say which with --endpoint HOST:PORT; what is written to a store is recorded by whoever writes it",
		nl: "record volgt een engine die elders draait: zeg welke met --endpoint HOST:POORT; wat in een opslag geschreven wordt houdt bij wie het schrijft",
		fr: "record suit un moteur qui tourne ailleurs : dites lequel avec --endpoint HÔTE:PORT ; ce qui est écrit dans un dépôt est consigné par qui l'écrit",
	},
	{
		en: "say with --ledger FOLDER where the record of this engine is to be, which is its alone",
		nl: "zeg met --ledger MAP waar het register van deze engine moet komen, dat alleen van deze engine is",
		fr: "dites avec --ledger DOSSIER où doit être le registre de ce moteur, qui est à lui seul",
	},
	{
		en: "recording %s into %s; stop it with Ctrl-C",
		nl: "%s wordt bijgehouden in %s; stop met Ctrl-C",
		fr: "consigne %s dans %s ; arrêtez avec Ctrl-C",
	},
	{
		en: "no",
		nl: "nee",
		fr: "non",
	},
	{
		en: "unknown command %q; %s",
		nl: "onbekende opdracht %q; %s",
		fr: "commande inconnue %q ; %s",
	},
	{
		en: "%w; see `%s --help`",
		nl: "%v; zie `%s --help`",
		fr: "%v ; voyez `%s --help`",
	},
	{
		en: "%s: %d given, %d needed: write it as `%s`",
		nl: "%s: %d gegeven, %d nodig: schrijf `%s`",
		fr: "%s : %d {donné|donnés} là où il en faut %d : écrivez `%s`",
	},
	{
		en: "see `remit --help`",
		nl: "zie `remit --help`",
		fr: "voyez `remit --help`",
	},
	{
		en: "did you mean %s?",
		nl: "bedoelt u %s?",
		fr: "vouliez-vous dire %s ?",
	},
	{
		en: "--access names the whole schema: make it of your own file with `remit schema show OWN.zed`",
		nl: "--access noemt het hele schema: maak het van uw eigen bestand met `remit schema show EIGEN.zed`",
		fr: "--access nomme le schéma entier : faites-le de votre fichier avec `remit schema show PROPRE.zed`",
	},
	{
		en: "the schema had these of an institution, and has them no longer: %s",
		nl: "het schema had deze van een instelling, en heeft ze niet meer: %s",
		fr: "le schéma avait ceux-ci d'une institution, et ne les a plus : %s",
	},
	{
		en: "the institution's file is given twice: leave --model out",
		nl: "het bestand van de instelling is twee keer gegeven: laat --model weg",
		fr: "le fichier de l'institution est donné deux fois : omettez --model",
	},
	{
		en: "serve runs an engine of its own: give it --store FILE or --source FOLDER, not --endpoint; in front of an engine elsewhere it serves HTTP, with --http HOST:PORT",
		nl: "serve draait een eigen engine: geef die --store BESTAND of --source MAP, niet --endpoint; voor een engine elders bedient het HTTP, met --http HOST:POORT",
		fr: "serve fait tourner son propre moteur : donnez-lui --store FICHIER ou --source DOSSIER, pas --endpoint ; devant un moteur ailleurs il sert HTTP, avec --http HÔTE:PORT",
	},
	{
		en: "in front of an engine elsewhere serve has HTTP alone: leave --listen out",
		nl: "voor een engine elders heeft serve alleen HTTP: laat --listen weg",
		fr: "devant un moteur ailleurs serve n'a que HTTP : omettez --listen",
	},
	{
		en: "nothing would be served: give --http HOST:PORT, or --listen HOST:PORT",
		nl: "er zou niets bediend worden: geef --http HOST:POORT, of --listen HOST:POORT",
		fr: "rien ne serait servi : donnez --http HÔTE:PORT, ou --listen HÔTE:PORT",
	},
	{
		en: "--tls-cert, --tls-key, --base-url and --drain-for are for HTTP: give --http HOST:PORT too",
		nl: "--tls-cert, --tls-key, --base-url en --drain-for zijn voor HTTP: geef ook --http HOST:POORT",
		fr: "--tls-cert, --tls-key, --base-url et --drain-for sont pour HTTP : donnez aussi --http HÔTE:PORT",
	},
	{
		en: "--log %s does not exist: choose off, info or debug",
		nl: "--log %s bestaat niet: kies off, info of debug",
		fr: "--log %s n'existe pas : choisissez off, info ou debug",
	},
	{
		en: "%v\nremit: no questions are answered until `remit schema write` has written this program's",
		nl: "%v\nremit: er worden geen vragen beantwoord tot `remit schema write` dat van dit programma heeft geschreven",
		fr: "%v\nremit: aucune question ne reçoit de réponse tant que `remit schema write` n'a pas écrit celui de ce programme",
	},
	{
		en: "serving on %s; stop it with Ctrl-C",
		nl: "bedient %s; stop met Ctrl-C",
		fr: "sert sur %s ; arrêtez avec Ctrl-C",
	},
	{
		en: "serving HTTP stopped: %w",
		nl: "het bedienen van HTTP hield op: %v",
		fr: "le service HTTP s'est arrêté : %v",
	},
	{
		en: "serving stopped: %w",
		nl: "het bedienen hield op: %v",
		fr: "le service s'est arrêté : %v",
	},
	{
		en: "the engine stopped: %w",
		nl: "de engine hield op: %v",
		fr: "le moteur s'est arrêté : %v",
	},
	{
		en: "what is written is not recorded: %v",
		nl: "wat geschreven wordt komt niet in het register: %v",
		fr: "ce qui est écrit n'est pas consigné : %v",
	},
	{
		en: "what is written is recorded again, from where the record stopped",
		nl: "wat geschreven wordt komt weer in het register, vanaf waar het ophield",
		fr: "ce qui est écrit est de nouveau consigné, depuis où le registre s'est arrêté",
	},
	{
		en: "the settings of the gateway: %w",
		nl: "de instellingen van de gateway: %v",
		fr: "les réglages de la passerelle : %v",
	},
	{
		en: "serving HTTP on %s; stop it with Ctrl-C",
		nl: "bedient HTTP op %s; stop met Ctrl-C",
		fr: "sert HTTP sur %s ; arrêtez avec Ctrl-C",
	},
	{
		en: "the request came past the service",
		nl: "het verzoek kwam langs de dienst heen",
		fr: "la requête est passée à côté du service",
	},
	{
		en: "the memory is %s: %w",
		nl: "het geheugen is %s: %v",
		fr: "la mémoire est %s : %v",
	},
	{
		en: "it is not as new as it has to be",
		nl: "het is niet zo recent als het moet zijn",
		fr: "elle n'est pas aussi récente qu'elle doit l'être",
	},
	{
		en: "%w: give --keys FILE (see `remit key create`), --tls-cert FILE and --tls-key FILE",
		nl: "%v: geef --keys BESTAND (zie `remit key create`), --tls-cert BESTAND en --tls-key BESTAND",
		fr: "%v : donnez --keys FICHIER (voyez `remit key create`), --tls-cert FICHIER et --tls-key FICHIER",
	},
	{
		en: "--settings is blank: name the file, or leave it out",
		nl: "--settings is leeg: noem het bestand, of laat het weg",
		fr: "--settings est vide : nommez le fichier, ou omettez-le",
	},
	{
		en: "source %s: %w",
		nl: "bron %s: %v",
		fr: "source %s : %v",
	},
	{
		en: "no source is named: give a folder, or list sources in %s beside the store (or in --settings FILE)",
		nl: "er is geen bron genoemd: geef een map, of noem bronnen in %s naast de opslag (of in --settings BESTAND)",
		fr: "aucune source n'est nommée : donnez un dossier, ou nommez des sources dans %s à côté du dépôt (ou dans --settings FICHIER)",
	},
	{
		en: "%s: %d given where one belongs at most: write it as `%s`",
		nl: "%s: %d gegeven waar er ten hoogste één hoort: schrijf `%s`",
		fr: "%s : %d donnés là où il en faut un au plus : écrivez `%s`",
	},
	{
		en: "apply would refuse this plan",
		nl: "apply zou dit plan weigeren",
		fr: "apply refuserait ce plan",
	},
	{
		en: "keeping the plan: %w",
		nl: "het plan bewaren: %v",
		fr: "conservation du plan : %v",
	},
	{
		en: "kept in %s; make that change with: %s",
		nl: "bewaard in %s; voer die wijziging uit met: %s",
		fr: "gardé dans %s ; faites ce changement avec : %s",
	},
	{
		en: "nothing is changed yet: --apply makes the change",
		nl: "er is nog niets gewijzigd: --apply voert de wijziging uit",
		fr: "rien n'est encore changé : --apply fait le changement",
	},
	{
		en: "and %d safety {limit|limits} more",
		nl: "en nog %d {veiligheidsgrens|veiligheidsgrenzen}",
		fr: "et %d {autre limite|autres limites} de sécurité",
	},
	{
		en: "beyond a safety limit: %s",
		nl: "over een veiligheidsgrens: %s",
		fr: "au-delà d'une limite de sécurité : %s",
	},
	{
		en: "if that is meant, %s",
		nl: "is dat de bedoeling, %s",
		fr: "si c'est voulu, %s",
	},
	{
		en: `%s has %d {problem|problems}, nothing is written:
%w`,
		nl: `%s: %d {probleem|problemen}, er is niets geschreven:
%v`,
		fr: `%s : %d {problème|problèmes}, rien n'est écrit :
%v`,
	},
	{
		en: `%w
the whole list is in %s`,
		nl: `%v
de hele lijst staat in %s`,
		fr: `%v
la liste entière est dans %s`,
	},
	{
		en: `%w
--errors FILE writes the whole list`,
		nl: `%v
--errors BESTAND schrijft de hele lijst`,
		fr: `%v
--errors FICHIER écrit la liste entière`,
	},
	{
		en: "%s, or say --allow-invisible if it belongs there",
		nl: "%s, of zeg --allow-invisible als het daar hoort",
		fr: "%s, ou dites --allow-invisible s'il est à sa place",
	},
	{
		en: "this is about a store: say which with --store FILE",
		nl: "dit gaat over een opslag: zeg welke met --store BESTAND",
		fr: "ceci concerne un dépôt : dites lequel avec --store FICHIER",
	},
	{
		en: "there is no store to open: %w",
		nl: "er is geen opslag om te openen: %v",
		fr: "il n'y a pas de dépôt à ouvrir : %v",
	},
	{
		en: "%d {relationship|relationships}, with those that have ended, in %d {version|versions}; %d {problem|problems}",
		nl: "%d {relatie|relaties}, met wat verlopen is, in %d {versie|versies}; %d {probleem|problemen}",
		fr: "%d {relation|relations}, avec celles qui sont échues, en %d {version|versions} ; %d {problème|problèmes}",
	},
	{
		en: "%d\t{relationship|relationships} in all",
		nl: "%d\t{relatie|relaties} in totaal",
		fr: "%d\t{relation|relations} en tout",
	},
	{
		en: "--%s is followed by %s, which is a flag: say what --%s names; a file that is called so is written ./%s",
		nl: "na --%s staat %s, en dat is een vlag: zeg wat --%s noemt; een bestand dat zo heet schrijft u als ./%s",
		fr: "--%s est suivi de %s, qui est une option : dites ce que --%s nomme ; un fichier qui s'appelle ainsi s'écrit ./%s",
	},
	{
		en: "--%s is followed by %s, which is a flag: give --%s its value first",
		nl: "na --%s staat %s, en dat is een vlag: geef --%s eerst zijn waarde",
		fr: "--%s est suivi de %s, qui est une option : donnez d'abord sa valeur à --%s",
	},
	{
		en: "standard output goes nowhere, and the key is shown only once: no key is made",
		nl: "de standaarduitvoer gaat nergens heen, en de sleutel wordt maar één keer getoond: er is geen sleutel gemaakt",
		fr: "la sortie standard ne va nulle part, et la clé n'est montrée qu'une fois : aucune clé n'est créée",
	},
	{
		en: "key %s could not be shown, and is revoked: %w",
		nl: "sleutel %s kon niet getoond worden, en is ingetrokken: %v",
		fr: "la clé %s n'a pu être montrée, et est révoquée : %v",
	},
	{
		en: "%d\tmore that have ended",
		nl: "%d\tdaarnaast verlopen",
		fr: "%d\t{autre, échue|autres, échues}",
	},
	{
		en: "%d\tbytes in %s",
		nl: "%d\tbytes in %s",
		fr: "%d\toctets dans %s",
	},
	{
		en: "%d\tof them free",
		nl: "%d\tdaarvan vrij",
		fr: "%d\tdont libres",
	},
	{
		en: "%s\tnewest revision",
		nl: "%s\tnieuwste revisie",
		fr: "%s\trévision la plus récente",
	},
	{
		en: "%s\toldest revision kept",
		nl: "%s\toudste bewaarde revisie",
		fr: "%s\tplus ancienne révision gardée",
	},
	{
		en: "written by no sync",
		nl: "door geen synchronisatie geschreven",
		fr: "écrit par aucune synchronisation",
	},
	{
		en: "written by syncs",
		nl: "door synchronisaties geschreven",
		fr: "écrit par des synchronisations",
	},
	{
		en: "%s\t%d {user|users}, %d active\t%d {object|objects}, %d made by applications\t%d {relationship|relationships}\t%s",
		nl: "%s\t%d {gebruiker|gebruikers}, %d actief\t%d {object|objecten}, %d gemaakt door applicaties\t%d {relatie|relaties}\t%s",
		fr: "%s\t%d {utilisateur|utilisateurs}, %d {actif|actifs}\t%d {objet|objets}, %d {créé|créés} par des applications\t%d {relation|relations}\t%s",
	},
	{
		en: "%w: `remit tenant list` lists those that it has",
		nl: "%v: `remit tenant list` toont de tenants die er zijn",
		fr: "%v : `remit tenant list` liste ceux qu'il a",
	},
	{
		en: "%s  %s (that take away: %d)",
		nl: "%s  %s, waarvan %d om iets weg te nemen",
		fr: "%s  %s (qui retirent quelque chose : %d)",
	},
	{
		en: "protected: no user is %s: nobody is protected by that",
		nl: "beschermd: er is geen gebruiker %s: daarmee is niemand beschermd",
		fr: "protégé : aucun utilisateur n'est %s : personne n'est protégé par là",
	},
	{
		en: "protected: no user is %s: nobody is protected by that; did you mean %s?",
		nl: "beschermd: er is geen gebruiker %s: daarmee is niemand beschermd; bedoelt u %s?",
		fr: "protégé : aucun utilisateur n'est %s : personne n'est protégé par là ; vouliez-vous dire %s ?",
	},
	{
		en: `remit %s
commit:  %s
Go:      %s
SpiceDB: %s
model:   sha256:%s`,
		nl: `remit %s
commit:  %s
Go:      %s
SpiceDB: %s
model:   sha256:%s`,
		fr: `remit %s
commit :  %s
Go :      %s
SpiceDB : %s
modèle :  sha256:%s`,
	},
	{
		en: "--%s is about --watch: say both, or neither",
		nl: "--%s gaat over --watch: zeg beide, of geen van beide",
		fr: "--%s concerne --watch : dites les deux, ou aucun",
	},
	{
		en: "--%s lifts a limit for a plan that somebody has seen, and nobody looks at those of --watch: sync that change by hand",
		nl: "--%s heft een grens op voor een plan dat iemand bekeken heeft, en die van --watch bekijkt niemand: synchroniseer die wijziging met de hand",
		fr: "--%s lève une limite pour un plan que quelqu'un a vu, et personne ne regarde ceux de --watch : synchronisez ce changement à la main",
	},
	{
		en: "--every %v is too often: it is %v or more",
		nl: "--every %v is te vaak: het is %v of meer",
		fr: "--every %v est trop souvent : c'est %v ou plus",
	},
	{
		en: "never yet",
		nl: "nog nooit",
		fr: "jamais encore",
	},
	{
		en: "last at %s",
		nl: "het laatst op %s",
		fr: "la dernière fois le %s",
	},
	{
		en: "%s, the engine keeps what it has (true to the source %s); next at %s: %s",
		nl: "%s, de engine houdt wat hij heeft (getrouw aan de bron: %s); volgende op %s: %s",
		fr: "%s, le moteur garde ce qu'il a (fidèle à la source : %s) ; prochaine le %s : %s",
	},
	{
		en: "%s %s: %s, revision %s; next at %s",
		nl: "%s %s: %s, revisie %s; volgende op %s",
		fr: "%s %s : %s, révision %s ; prochaine le %s",
	},
	{
		en: "true to source",
		nl: "getrouw aan de bron",
		fr: "fidèle à la source",
	},
	{
		en: "refused",
		nl: "geweigerd",
		fr: "refusé",
	},
	{
		en: "failing",
		nl: "mislukt",
		fr: "en échec",
	},
	{
		en: "another process has the store %s open: waiting until it ends, %s at most",
		nl: "een ander proces heeft de opslag %s open: wachten tot het eindigt, ten hoogste %s",
		fr: "un autre processus a le dépôt %s ouvert : attente de sa fin, %s au plus",
	},
	{
		en: "%w (still so after %s; --wait waits longer)",
		nl: "%v (na %s nog steeds; --wait wacht langer)",
		fr: "%v (encore ainsi après %s ; --wait attend plus longtemps)",
	},
	{
		en: "%w; it is not asked by its socket: %w",
		nl: "%v; het wordt niet over zijn socket gevraagd: %v",
		fr: "%v ; il n'est pas interrogé par son socket : %v",
	},
	{
		en: "store %s: %w, and serves it: stop that one first, since this is about the file",
		nl: "opslag %s: %v, en bedient die: stop dat eerst, want dit gaat over het bestand",
		fr: "dépôt %s : %v, et le sert : arrêtez-le d'abord, car ceci concerne le fichier",
	},
	{
		en: "there is no socket beside the store, so that nothing but this reaches it by --store: %v",
		nl: "er is geen socket naast de opslag, zodat alleen dit er met --store bij komt: %v",
		fr: "il n'y a pas de socket à côté du dépôt, de sorte que rien d'autre que ceci ne l'atteint par --store : %v",
	},
	{
		en: "Bram is a supervisor, linked to client c-1001. May Bram read the dossier?",
		nl: "Bram is supervisor, gekoppeld aan cliënt c-1001. Mag Bram het dossier inzien?",
		fr: "Bram est superviseur, lié au client c-1001. Bram peut-il lire le dossier ?",
	},
	{
		en: "May Bram write to the client?",
		nl: "Mag Bram de cliënt een bericht schrijven?",
		fr: "Bram peut-il écrire au client ?",
	},
	{
		en: "Anna has nothing to do with c-1003, but has started the emergency procedure.",
		nl: "Anna heeft niets met c-1003 te maken, maar heeft de noodprocedure gestart.",
		fr: "Anna n'a rien à voir avec c-1003, mais a lancé la procédure d'urgence.",
	},
	{
		en: "Arthur is an app admin, and an ethical wall bars Arthur from org-y.",
		nl: "Arthur is app-beheerder, en een ethische muur sluit Arthur uit van org-y.",
		fr: "Arthur est administrateur de l'application, et une cloison éthique l'écarte de org-y.",
	},
	{
		en: `
Why, and why not:`,
		nl: `
Waarom, en waarom niet:`,
		fr: `
Pourquoi, et pourquoi pas :`,
	},
	{
		en: "reading who signs certificates: %w",
		nl: "lezen wie certificaten ondertekent: %v",
		fr: "lecture de qui signe les certificats : %v",
	},
	{
		en: "reading who signs certificates: %s: %w",
		nl: "lezen wie certificaten ondertekent: %s: %v",
		fr: "lecture de qui signe les certificats : %s : %v",
	},
	{
		en: "%s has no certificate of an authority in PEM",
		nl: "%s heeft geen certificaat van een autoriteit in PEM",
		fr: "%s n'a pas de certificat d'une autorité en PEM",
	},
	{
		en: "--ext-authz answers by the routes of the settings, and there are none: see gateway in remit.yaml",
		nl: "--ext-authz antwoordt met de routes van de instellingen, en die zijn er niet: zie gateway in remit.yaml",
		fr: "--ext-authz répond par les routes des réglages, et il n'y en a pas : voyez gateway dans remit.yaml",
	},
	{
		en: "serving Envoy on %s",
		nl: "bedient Envoy op %s",
		fr: "sert Envoy sur %s",
	},
	{
		en: "made the store %s",
		nl: "de opslag %s is gemaakt",
		fr: "le dépôt %s est créé",
	},
	{
		en: "answering an assistant: %w",
		nl: "een assistent antwoorden: %v",
		fr: "réponse à un assistant : %v",
	},
	{
		en: "--schema and --data are for questions about any schema: check, which, who, can, explain, serve and mcp take them; tenants, syncs, emergencies and role tables belong to remit's own model",
		nl: "--schema en --data zijn voor vragen over een willekeurig schema: check, which, who, can, explain, serve en mcp nemen ze; tenants, synchronisaties, noodtoegangen en roltabellen horen bij het eigen model van remit",
		fr: "--schema et --data sont pour des questions sur n'importe quel schéma : check, which, who, can, explain, serve et mcp les prennent ; tenants, synchronisations, urgences et tableaux des rôles vont avec le modèle de remit",
	},
	{
		en: "--http %q: ready asks a service on this machine: write it as 127.0.0.1:PORT",
		nl: "--http %q: ready vraagt een dienst op deze machine: schrijf 127.0.0.1:POORT",
		fr: "--http %q : ready interroge un service de cette machine : écrivez 127.0.0.1:PORT",
	},
	{
		en: "the certificate: %w",
		nl: "het certificaat: %v",
		fr: "le certificat : %v",
	},
	{
		en: "certificate %s: there is none in it",
		nl: "certificaat %s: er staat er geen in",
		fr: "certificat %s : il n'y en a pas dedans",
	},
	{
		en: "the service shows another certificate than %s has",
		nl: "de dienst toont een ander certificaat dan %s heeft",
		fr: "le service montre un autre certificat que celui de %s",
	},
	{
		en: "nobody answers at %s: see whether remit serve --http runs there",
		nl: "niemand antwoordt op %s: kijk of remit serve --http daar draait",
		fr: "personne ne répond à %s : voyez si remit serve --http y tourne",
	},
	{
		en: "nobody says whether it is ready: %w",
		nl: "niemand zegt of het gereed is: %v",
		fr: "personne ne dit s'il est prêt : %v",
	},
	{
		en: "--no-keys, and --keys or tokens in the settings, contradict each other: give one of them",
		nl: "--no-keys, en --keys of tokens in de instellingen, spreken elkaar tegen: geef er een van",
		fr: "--no-keys, et --keys ou tokens dans les réglages, se contredisent : donnez-en un",
	},
	{
		en: "nobody could call: give --keys FILE (see `remit key create`), or say in the settings whose tokens are taken, or --no-keys if whoever is on this machine may; REMIT_KEY and --key-file are what is shown to an engine elsewhere",
		nl: "niemand zou kunnen aanroepen: geef --keys BESTAND (zie `remit key create`), of zeg in de instellingen wiens tokens aangenomen worden, of --no-keys als wie op deze machine is dat mag; REMIT_KEY en --key-file zijn wat aan een engine elders getoond wordt",
		fr: "personne ne pourrait appeler : donnez --keys FICHIER (voyez `remit key create`), ou dites dans les réglages de qui les jetons sont acceptés, ou --no-keys si qui est sur cette machine le peut ; REMIT_KEY et --key-file sont ce qui est montré à un moteur ailleurs",
	},
	{
		en: "--ext-authz goes with HTTP, which says whether it should be asked: give --http HOST:PORT too",
		nl: "--ext-authz gaat samen met HTTP, dat zegt of er gevraagd mag worden: geef ook --http HOST:POORT",
		fr: "--ext-authz va avec HTTP, qui dit s'il faut l'interroger : donnez aussi --http HÔTE:PORT",
	},
	{
		en: "%w; --create makes an empty one",
		nl: "%v; --create maakt een lege",
		fr: "%v ; --create en fait un vide",
	},
	{
		en: "serving Envoy stopped: %w",
		nl: "het bedienen van Envoy hield op: %v",
		fr: "le service d'Envoy s'est arrêté : %v",
	},
	{
		en: "whoever calls with a token is refused until issuer %s answers: %v",
		nl: "wie met een token aanroept wordt geweigerd tot uitgever %s antwoordt: %v",
		fr: "qui appelle avec un jeton est refusé tant que l'émetteur %s ne répond pas : %v",
	},
	{
		en: "Usage:",
		nl: "Gebruik:",
		fr: "Usage :",
	},
	{
		en: "Aliases:",
		nl: "Andere namen:",
		fr: "Autres noms :",
	},
	{
		en: "Examples:",
		nl: "Voorbeelden:",
		fr: "Exemples :",
	},
	{
		en: "Available Commands:",
		nl: "Opdrachten:",
		fr: "Commandes :",
	},
	{
		en: "Additional Commands:",
		nl: "Verdere opdrachten:",
		fr: "Autres commandes :",
	},
	{
		en: "Additional help topics:",
		nl: "Verdere hulp:",
		fr: "Autres sujets d'aide :",
	},
	{
		en: "Global Flags:",
		nl: "Vlaggen van elke opdracht:",
		fr: "Options de toute commande :",
	},
	{
		en: "Flags:",
		nl: "Vlaggen:",
		fr: "Options :",
	},
	{
		en: "Use \"%s [command] --help\" for more information about a command.",
		nl: "Meer over een opdracht: \"%s [opdracht] --help\".",
		fr: "Pour en savoir plus sur une commande : \"%s [commande] --help\".",
	},
	{
		en: "tokens are for the tenants that are named, for those of a claim, or for all tenants: say one of these",
		nl: "tokens zijn voor de genoemde tenants, voor die van een claim, of voor alle tenants: zeg een van deze",
		fr: "les jetons valent pour les tenants nommés, pour ceux d'un claim, ou pour tous les tenants : dites l'un d'eux",
	},
	{
		en: "tokens have one purpose, or that of a claim: say one of these",
		nl: "tokens hebben één doel, of dat van een claim: zeg een van deze",
		fr: "les jetons ont un seul usage, ou celui d'un claim : dites l'un d'eux",
	},
	{
		en: "which values of the claim are for which purpose is not said",
		nl: "welke waarden van de claim voor welk doel zijn is niet gezegd",
		fr: "quelles valeurs du claim sont pour quel usage n'est pas dit",
	},
	{
		en: "the issuer's answer has more than %d bytes",
		nl: "het antwoord van de uitgever heeft meer dan %d bytes",
		fr: "la réponse de l'émetteur dépasse %d octets",
	},
	{
		en: "fetching the keys at %s: %s",
		nl: "de sleutels op %s ophalen: %s",
		fr: "récupération des clés à %s : %s",
	},
	{
		en: "fetching the keys at %s: %w",
		nl: "de sleutels op %s ophalen: %v",
		fr: "récupération des clés à %s : %v",
	},
	{
		en: "the keys at %s: %w",
		nl: "de sleutels op %s: %v",
		fr: "les clés à %s : %v",
	},
	{
		en: "the OpenID configuration of the issuer cannot be read, or is another's",
		nl: "de OpenID-configuratie van de uitgever is niet te lezen, of is van een ander",
		fr: "la configuration OpenID de l'émetteur est illisible, ou est celle d'un autre",
	},
	{
		en: "the OpenID configuration of the issuer cannot be read",
		nl: "de OpenID-configuratie van de uitgever is niet te lezen",
		fr: "la configuration OpenID de l'émetteur est illisible",
	},
	{
		en: "where the issuer says that its keys are: %w",
		nl: "waar de uitgever zegt dat zijn sleutels zijn: %v",
		fr: "là où l'émetteur dit que sont ses clés : %v",
	},
	{
		en: "there are none, or more than %d",
		nl: "er zijn er geen, of meer dan %d",
		fr: "il n'y en a aucune, ou plus de %d",
	},
	{
		en: "the token is not good",
		nl: "het token is niet goed",
		fr: "le jeton n'est pas bon",
	},
	{
		en: "the issuer's keys are not to be had",
		nl: "de sleutels van de uitgever zijn niet te krijgen",
		fr: "les clés de l'émetteur ne peuvent être obtenues",
	},
	{
		en: "issuer: %w",
		nl: "uitgever: %v",
		fr: "émetteur : %v",
	},
	{
		en: "issuer: no audience is named: a token for something else would be taken",
		nl: "uitgever: er is geen audience genoemd: een token voor iets anders zou aangenomen worden",
		fr: "émetteur : aucune audience n'est nommée : un jeton pour autre chose serait accepté",
	},
	{
		en: "issuer: keys: %w",
		nl: "uitgever: sleutels: %v",
		fr: "émetteur : clés : %v",
	},
	{
		en: "issuer: algorithm %q is not taken: choose of %s",
		nl: "uitgever: algoritme %q wordt niet aangenomen: kies uit %s",
		fr: "émetteur : l'algorithme %q n'est pas accepté : choisissez parmi %s",
	},
	{
		en: "an address is missing, or is none: write it as https://id.example.org",
		nl: "een adres ontbreekt, of is er geen: schrijf https://id.example.org",
		fr: "une adresse manque, ou n'en est pas une : écrivez https://id.example.org",
	},
	{
		en: "%s is not to begin with %s: whoever is on the way could change what it answers; write it as https://id.example.org",
		nl: "%s mag niet met %s beginnen: wie onderweg is zou het antwoord kunnen veranderen; schrijf https://id.example.org",
		fr: "%s ne doit pas commencer par %s : qui est sur le chemin pourrait changer ce qu'il répond ; écrivez https://id.example.org",
	},
	{
		en: "no key has signed this",
		nl: "geen sleutel heeft dit ondertekend",
		fr: "aucune clé n'a signé cela",
	},
	{
		en: "nobody listens beside the store",
		nl: "niemand luistert naast de opslag",
		fr: "personne n'écoute à côté du dépôt",
	},
	{
		en: "it is not for this user alone",
		nl: "het is niet alleen voor deze gebruiker",
		fr: "ce n'est pas pour ce seul utilisateur",
	},
	{
		en: "%s: %w: it is no folder",
		nl: "%s: %v: het is geen map",
		fr: "%s : %v : ce n'est pas un dossier",
	},
	{
		en: "%s: %w: it is something else",
		nl: "%s: %v: het is iets anders",
		fr: "%s : %v : c'est autre chose",
	},
	{
		en: "%s: %w: it belongs to user %d",
		nl: "%s: %v: het is van gebruiker %d",
		fr: "%s : %v : c'est à l'utilisateur %d",
	},
	{
		en: "%s: %w: others may use it (mode %#o)",
		nl: "%s: %v: anderen kunnen erbij (modus %#o)",
		fr: "%s : %v : d'autres y ont accès (mode %#o)",
	},
	{
		en: "%w: a process of user %d is at the other end",
		nl: "%v: aan de andere kant zit een proces van gebruiker %d",
		fr: "%v : un processus de l'utilisateur %d est à l'autre bout",
	},
	{
		en: "if that is right, say so with --late-ends; a remit that serves, and answers from memory, are never late",
		nl: "is dat goed, zeg het met --late-ends; een remit die bedient en uit het geheugen antwoordt is nooit te laat",
		fr: "si c'est bien ainsi, dites-le avec --late-ends ; un remit qui sert, et répond de mémoire, n'est jamais en retard",
	},
	{
		en: "see them with `remit schema diff`, write this program's with `remit schema write`",
		nl: "bekijk ze met `remit schema diff`, schrijf die van dit programma met `remit schema write`",
		fr: "voyez-les avec `remit schema diff`, écrivez ceux de ce programme avec `remit schema write`",
	},
	{
		en: "make it again with `remit plan --out`",
		nl: "maak het opnieuw met `remit plan --out`",
		fr: "refaites-le avec `remit plan --out`",
	},
	{
		en: "check that the engine runs and that its address is right",
		nl: "controleer of de engine draait en of het adres klopt",
		fr: "vérifiez que le moteur tourne et que son adresse est juste",
	},
	{
		en: "check the engine's load, then try again",
		nl: "controleer hoe druk de engine het heeft en probeer het nog eens",
		fr: "vérifiez la charge du moteur, puis réessayez",
	},
	{
		en: "backed up into %s",
		nl: "reservekopie gemaakt in %s",
		fr: "sauvegarde faite dans %s",
	},
	{
		en: "made the store %s of the backup %s",
		nl: "de opslag %s is gemaakt van de reservekopie %s",
		fr: "le dépôt %s est créé à partir de la sauvegarde %s",
	},
	{
		en: "the engine holds what the sources say",
		nl: "de engine heeft wat de bronnen zeggen",
		fr: "le moteur contient ce que disent les sources",
	},
	{
		en: "stopped the emergency access of %s to %s",
		nl: "de noodtoegang van %s tot %s is gestopt",
		fr: "l'accès d'urgence de %s à %s est arrêté",
	},
	{
		en: "no emergency access is running",
		nl: "er loopt geen noodtoegang",
		fr: "aucun accès d'urgence n'est en cours",
	},
	{
		en: "unknown flag: -%s",
		nl: "onbekende vlag: -%s",
		fr: "option inconnue : -%s",
	},
	{
		en: "unknown flag: --%s",
		nl: "onbekende vlag: --%s",
		fr: "option inconnue : --%s",
	},
	{
		en: "--%s needs a value",
		nl: "--%s heeft een waarde nodig",
		fr: "--%s demande une valeur",
	},
	{
		en: "--%s %s is no length of time: write it as 30m, 12h or 1h30m",
		nl: "--%s %s is geen tijdsduur: schrijf 30m, 12h of 1h30m",
		fr: "--%s %s n'est pas une durée : écrivez 30m, 12h ou 1h30m",
	},
	{
		en: "--%s %s is no whole number",
		nl: "--%s %s is geen geheel getal",
		fr: "--%s %s n'est pas un nombre entier",
	},
	{
		en: "--%s %s is neither true nor false: it needs no value",
		nl: "--%s %s is niet true en niet false: het heeft geen waarde nodig",
		fr: "--%s %s n'est ni true ni false : aucune valeur n'est nécessaire",
	},
	{
		en: "the list is empty",
		nl: "de lijst is leeg",
		fr: "la liste est vide",
	},
	{
		en: "writing the manual: %w",
		nl: "de handleiding schrijven: %v",
		fr: "écriture du manuel : %v",
	},
	{
		en: "the manual is in %s",
		nl: "de handleiding staat in %s",
		fr: "le manuel est dans %s",
	},
	{
		en: "the engine's schema is the model's",
		nl: "het schema van de engine is dat van het model",
		fr: "le schéma du moteur est celui du modèle",
	},
	{
		en: "the engine has no tenants",
		nl: "de engine heeft geen tenants",
		fr: "le moteur n'a pas de tenants",
	},
	{
		en: "not known",
		nl: "niet bekend",
		fr: "inconnu",
	},
	{
		en: ", modified",
		nl: ", gewijzigd",
		fr: ", modifié",
	},
	{
		en: "%s: no machine is known by that name",
		nl: "%s: er is geen machine bekend met die naam",
		fr: "%s : aucune machine n'est connue sous ce nom",
	},
	{
		en: "%s: it is no address: write it as HOST:PORT, with a port up to 65535",
		nl: "%s: dat is geen adres: schrijf het als HOST:POORT, met een poort tot en met 65535",
		fr: "%s : ce n'est pas une adresse : écrivez-la HÔTE:PORT, avec un port jusqu'à 65535",
	},
	{
		en: "%s: somebody listens there already: stop that, or choose another port",
		nl: "%s: daar luistert al iemand: stop die, of kies een andere poort",
		fr: "%s : quelqu'un y écoute déjà : arrêtez-le, ou choisissez un autre port",
	},
	{
		en: "%s: this machine has no such address",
		nl: "%s: deze machine heeft zo'n adres niet",
		fr: "%s : cette machine n'a pas une telle adresse",
	},
	{
		en: "%s: nobody answers there",
		nl: "%s: daar antwoordt niemand",
		fr: "%s : personne n'y répond",
	},
	{
		en: "%s: there is no such file or folder",
		nl: "%s: dat bestand of die map is er niet",
		fr: "%s : ce fichier ou dossier n'existe pas",
	},
	{
		en: "%s: the system does not permit it",
		nl: "%s: het systeem staat het niet toe",
		fr: "%s : le système ne le permet pas",
	},
	{
		en: "%s: it is there already",
		nl: "%s: het is er al",
		fr: "%s : il existe déjà",
	},
	{
		en: "%s: it is a folder",
		nl: "%s: het is een map",
		fr: "%s : c'est un dossier",
	},
	{
		en: "%s: a part of it is no folder",
		nl: "%s: een deel ervan is geen map",
		fr: "%s : une partie n'en est pas un dossier",
	},
	{
		en: "%s: the disk is full",
		nl: "%s: de schijf is vol",
		fr: "%s : le disque est plein",
	},
	{
		en: "%s: nothing can be written there",
		nl: "%s: daar kan niet geschreven worden",
		fr: "%s : rien ne peut y être écrit",
	},
	{
		en: "give the reason with --reason TEXT",
		nl: "geef de reden met --reason TEKST",
		fr: "donnez le motif avec --reason TEXTE",
	},
	{
		en: "%s or %s",
		nl: "%s of %s",
		fr: "%s ou %s",
	},
	{
		en: "--ledger is where the past is read: say with --at TIME what time the question is about",
		nl: "--ledger is waar het verleden gelezen wordt: zeg met --at TIJD over welk tijdstip de vraag gaat",
		fr: "--ledger est là où le passé se lit : dites avec --at MOMENT sur quel moment porte la question",
	},
	{
		en: "%s could not be asked then: the schema of that time does not define it",
		nl: "%s kon toen niet gevraagd worden: het schema van toen kent het niet",
		fr: "%s ne pouvait se demander alors : le schéma de ce moment ne le définit pas",
	},
	{
		en: "nothing could be asked on %s then",
		nl: "over %s kon toen niets gevraagd worden",
		fr: "rien ne pouvait se demander sur %s alors",
	},
	{
		en: "decisions are to be recorded, and there is no store beside which: say where with --decisions FOLDER",
		nl: "beslissingen moeten bijgehouden worden, en er is geen opslag waarnaast: zeg waar met --decisions MAP",
		fr: "les décisions doivent être consignées, et il n'y a pas de dépôt à côté duquel : dites où avec --decisions DOSSIER",
	},
	{
		en: "decisions are recorded of remit's own model: leave --decisions and the setting out",
		nl: "beslissingen worden van het eigen model van remit bijgehouden: laat --decisions en de instelling weg",
		fr: "les décisions se consignent du modèle de remit : omettez --decisions et le réglage",
	},
	{
		en: "the record of decisions: %w",
		nl: "het register van beslissingen: %v",
		fr: "le registre des décisions : %v",
	},
	{
		en: "%d {decision was|decisions were} not recorded, %d in all",
		nl: "%d {beslissing is|beslissingen zijn} niet bijgehouden, %d in totaal",
		fr: "%d {décision n'a pas été consignée|décisions n'ont pas été consignées}, %d en tout",
	},
	{
		en: "decisions are not recorded: %v",
		nl: "beslissingen worden niet bijgehouden: %v",
		fr: "les décisions ne sont pas consignées : %v",
	},
	{
		en: "the refusal is not recorded: %v",
		nl: "de weigering is niet bijgehouden: %v",
		fr: "le refus n'est pas consigné : %v",
	},
	{
		en: "diff is between two times: say with --from TIME since when; --to is now unless it is given",
		nl: "diff is tussen twee tijdstippen: zeg met --from TIJD sinds wanneer; --to is nu tenzij het gegeven is",
		fr: "diff est entre deux moments : dites avec --from MOMENT depuis quand ; --to est maintenant s'il n'est pas donné",
	},
	{
		en: "--to is before --from: give the earlier time to --from",
		nl: "--to ligt voor --from: geef het vroegste tijdstip aan --from",
		fr: "--to est avant --from : donnez le premier moment à --from",
	},
	{
		en: "the earlier `TIME`: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)",
		nl: "de vroegste `TIJD`: een datum, \"2026-11-26 09:30\", RFC 3339, vandaag, gisteren, of hoelang geleden (90m, 7d)",
		fr: "le premier `MOMENT` : une date, \"2026-11-26 09:30\", RFC 3339, aujourd'hui, hier, ou il y a combien (90m, 7d)",
	},
	{
		en: "With --endpoint, the record is that of \"remit record\": say where it is with --ledger.",
		nl: "Met --endpoint is het register dat van \"remit record\": zeg waar het is met --ledger.",
		fr: "Avec --endpoint, le registre est celui de \"remit record\" : dites où il est avec --ledger.",
	},
	{
		en: "a review needs --by, --finding and --note",
		nl: "een beoordeling vraagt om --by, --finding en --note",
		fr: "un examen demande --by, --finding et --note",
	},
	{
		en: "%s is no number of an emergency access: see `remit emergency log`",
		nl: "%s is geen nummer van een noodtoegang: zie `remit emergency log`",
		fr: "%s n'est pas le numéro d'un accès d'urgence : voyez `remit emergency log`",
	},
	{
		en: "entry %d began no emergency access: see `remit emergency log`",
		nl: "met regel %d begon geen noodtoegang: zie `remit emergency log`",
		fr: "l'entrée %d n'a commencé aucun accès d'urgence : voyez `remit emergency log`",
	},
	{
		en: "the access of %s to %s was not written by remit, and cannot be reviewed with it",
		nl: "de toegang van %s tot %s is niet door remit geschreven, en kan er niet mee beoordeeld worden",
		fr: "l'accès de %s à %s n'a pas été écrit par remit, et ne peut s'examiner avec lui",
	},
	{
		en: "--ext-authz answers gateways in networks that are trusted, and none is: see gateway: trusted in remit.yaml",
		nl: "--ext-authz antwoordt gateways in vertrouwde netwerken, en die zijn er niet: zie gateway: trusted in remit.yaml",
		fr: "--ext-authz répond à des passerelles de réseaux de confiance, et il n'y en a pas : voyez gateway: trusted dans remit.yaml",
	},
	{
		en: "A number in brackets is that of the entry, by which \"remit log prove\" proves it.",
		nl: "Een getal tussen haken is dat van de regel, waarmee \"remit log prove\" haar bewijst.",
		fr: "Un nombre entre crochets est celui de l'entrée, par lequel \"remit log prove\" la prouve.",
	},
	{
		en: "history is of an object, a user or a question: write it as `%s`",
		nl: "history gaat over een object, een gebruiker of een vraag: schrijf `%s`",
		fr: "history concerne un objet, un utilisateur ou une question : écrivez `%s`",
	},
	{
		en: "the record tells nothing of %s",
		nl: "het register weet niets van %s",
		fr: "le registre ne dit rien de %s",
	},
	{
		en: `%s%s
    since %s`,
		nl: `%s%s
    sinds %s`,
		fr: `%s%s
    depuis %s`,
	},
	{
		en: "    until %s",
		nl: "    tot %s",
		fr: "    jusqu'à %s",
	},
	{
		en: "    gone  %s",
		nl: "    weg %s",
		fr: "    parti %s",
	},
	{
		en: "what users and objects are called is not kept: %v",
		nl: "hoe gebruikers en objecten heten wordt niet bewaard: %v",
		fr: "comment s'appellent utilisateurs et objets n'est pas conservé : %v",
	},
	{
		en: "no labels are kept here: they lie beside a store, or where --labels FILE says, unless the settings switch them off",
		nl: "hier worden geen namen bewaard: ze liggen naast een opslag, of waar --labels BESTAND zegt, tenzij de instellingen ze uitzetten",
		fr: "aucun nom n'est conservé ici : ils sont à côté d'un dépôt, ou là où --labels FICHIER le dit, sauf si les réglages les désactivent",
	},
	{
		en: "no label is known of %s: nothing of it was here to forget or to show",
		nl: "van %s is geen naam bekend: er was hier niets van te vergeten of te tonen",
		fr: "aucun nom n'est connu de %s : il n'y avait rien à oublier ou à montrer ici",
	},
	{
		en: "no label is known of %s: nothing of it was here to forget or to show; did you mean %s?",
		nl: "van %s is geen naam bekend: er was hier niets van te vergeten of te tonen; bedoelt u %s?",
		fr: "aucun nom n'est connu de %s : il n'y avait rien à oublier ou à montrer ici ; vouliez-vous dire %s ?",
	},
	{
		en: "forgotten: %d",
		nl: "vergeten: %d",
		fr: "oubliés : %d",
	},
	{
		en: "the record of decisions beside a store is not that of another engine: say where it is with --decisions FOLDER: %w",
		nl: "het register van beslissingen naast een opslag is niet dat van een andere engine: zeg waar het is met --decisions MAP: %v",
		fr: "le registre des décisions à côté d'un dépôt n'est pas celui d'un autre moteur : dites où il est avec --decisions DOSSIER : %v",
	},
	{
		en: "--schema and --data have no past: it is read from a record",
		nl: "--schema en --data hebben geen verleden: dat wordt uit een register gelezen",
		fr: "--schema et --data n'ont pas de passé : il se lit d'un registre",
	},
	{
		en: "--model is for the schema of now: the past is asked under the schema of then, which the record has",
		nl: "--model is voor het schema van nu: het verleden wordt gevraagd met het schema van toen, dat het register heeft",
		fr: "--model est pour le schéma de maintenant : le passé s'interroge selon le schéma d'alors, que le registre a",
	},
	{
		en: "%s is to come: nobody knows who may do what then",
		nl: "%s moet nog komen: niemand weet wie dan wat mag",
		fr: "%s est à venir : personne ne sait qui pourra quoi alors",
	},
	{
		en: "%w; whether anything happened since cannot be told: %w",
		nl: "%v; of er sindsdien iets gebeurde is niet te zeggen: %v",
		fr: "%v ; si quelque chose est arrivé depuis ne peut se dire : %v",
	},
	{
		en: "error",
		nl: "fout",
		fr: "erreur",
	},
	{
		en: "since when is not known: %s",
		nl: "sinds wanneer is niet bekend: %s",
		fr: "depuis quand n'est pas connu : %s",
	},
	{
		en: "entry %d began more than one emergency access: say which with --user and --client",
		nl: "met regel %d begon meer dan één noodtoegang: zeg welke met --user en --client",
		fr: "l'entrée %d a commencé plus d'un accès d'urgence : dites lequel avec --user et --client",
	},
	{
		en: "the `USER` who had it, where the entry began several",
		nl: "de `GEBRUIKER` die de toegang had, als met de regel meer dan één noodtoegang begon",
		fr: "l'`UTILISATEUR` qui l'a eu, si l'entrée en a commencé plusieurs",
	},
	{
		en: "the `CLIENT` it was to, where the entry began several",
		nl: "de `CLIËNT` die het betrof, als met de regel meer dan één noodtoegang begon",
		fr: "le `CLIENT` concerné, si l'entrée en a commencé plusieurs",
	},
	{
		en: "ended in a gap of the record, by %s at the latest",
		nl: "geëindigd in een gat in het register, uiterlijk %s",
		fr: "fini dans une lacune du registre, au plus tard le %s",
	},
	{
		en: "ended with the procedure at %s",
		nl: "geëindigd met de procedure op %s",
		fr: "fini avec la procédure le %s",
	},
	{
		en: "ended with the account at %s",
		nl: "geëindigd met het account op %s",
		fr: "fini avec le compte le %s",
	},
	{
		en: "ended with the user's group at %s",
		nl: "geëindigd met de groep van de gebruiker op %s",
		fr: "fini avec le groupe de l'utilisateur le %s",
	},
	{
		en: "source folder %s",
		nl: "bronmap %s",
		fr: "dossier source %s",
	},
	{
		en: "the settings' hook %d: %w",
		nl: "hook %d van de instellingen: %v",
		fr: "le hook %d des réglages : %v",
	},
	{
		en: "%s of key %s was done, and is not recorded: %w",
		nl: "%s van sleutel %s is gebeurd, en is niet bijgehouden: %v",
		fr: "%s de la clé %s a été fait, et n'est pas consigné : %v",
	},
	{
		en: "sync would refuse this plan: %v",
		nl: "sync zou dit plan weigeren: %v",
		fr: "sync refuserait ce plan : %v",
	},
	{
		en: "apply would refuse this plan: %v",
		nl: "apply zou dit plan weigeren: %v",
		fr: "apply refuserait ce plan : %v",
	},
	{
		en: "sources %s",
		nl: "bronnen %s",
		fr: "sources %s",
	},
	{
		en: "%d more {depends|depend} on something that was not said, and {is|are} left out; without --why, --json names them",
		nl: "nog %d {hangt|hangen} af van iets wat niet gezegd is, en {is|zijn} weggelaten; zonder --why noemt --json ze",
		fr: "%d {autre dépend|autres dépendent} de quelque chose qui n'a pas été dit, et {est laissé|sont laissés} de côté ; sans --why, --json les nomme",
	},
	{
		en: "copying",
		nl: "kopiëren",
		fr: "copie",
	},
	{
		en: "restoring",
		nl: "terugzetten",
		fr: "restauration",
	},
	{
		en: "checking",
		nl: "controleren",
		fr: "vérification",
	},
	{
		en: "counting",
		nl: "tellen",
		fr: "comptage",
	},
	{
		en: "asking",
		nl: "vragen",
		fr: "interrogation",
	},
	{
		en: "verifying",
		nl: "verifiëren",
		fr: "vérification",
	},
	{
		en: "reading the record",
		nl: "het register lezen",
		fr: "lecture du registre",
	},
	{
		en: "comparing",
		nl: "vergelijken",
		fr: "comparaison",
	},
	{
		en: "reading",
		nl: "lezen",
		fr: "lecture",
	},
	{
		en: "writing",
		nl: "schrijven",
		fr: "écriture",
	},
	{
		en: "reading back",
		nl: "teruglezen",
		fr: "relecture",
	},
	{
		en: "relationships",
		nl: "relaties",
		fr: "relations",
	},
	{
		en: "users",
		nl: "gebruikers",
		fr: "utilisateurs",
	},
	{
		en: "computing",
		nl: "berekenen",
		fr: "calcul",
	},
}
