package catalogue

// sourceTexts are about sources.
var sourceTexts = []text{
	{
		en: "there are %d files of `baton grants -o json` in it: leave one",
		nl: "er staan %d bestanden van `baton grants -o json` in: laat er één staan",
		fr: "il contient %d fichiers de `baton grants -o json` : n'en laissez qu'un",
	},
	{
		en: "%s is not the whole output of `baton grants -o json`: %w",
		nl: "%s is niet de hele uitvoer van `baton grants -o json`: %v",
		fr: "%s n'est pas toute la sortie de `baton grants -o json` : %v",
	},
	{
		en: "%s names no grant: an empty answer is not an empty firm; has the connector been run?",
		nl: "%s noemt geen enkele toekenning: een leeg antwoord is nog geen lege organisatie; is de connector uitgevoerd?",
		fr: "%s ne nomme aucun octroi : une réponse vide n'est pas une organisation vide ; le connecteur a-t-il été lancé ?",
	},
	{
		en: "has an annotation that is no object",
		nl: "heeft een annotatie die geen object is",
		fr: "a une annotation qui n'est pas un objet",
	},
	{
		en: "has a UserTrait that cannot be read: %w",
		nl: "heeft een UserTrait die niet te lezen is: %v",
		fr: "a un UserTrait illisible : %v",
	},
	{
		en: "has the status %q, which is not known",
		nl: "heeft de status %q, die niet bekend is",
		fr: "a le statut %q, qui n'est pas connu",
	},
	{
		en: "has no status: set unknown_status in the settings to what such an account is",
		nl: "heeft geen status: zeg met unknown_status in de instellingen wat zo'n account is",
		fr: "n'a pas de statut : dites avec unknown_status dans les réglages ce qu'est un tel compte",
	},
	{
		en: "at %s",
		nl: "in %s",
		fr: "dans %s",
	},
	{
		en: "%d {grant|grants} from here on {is of an entitlement that is|are of entitlements that are} not mapped: left out",
		nl: "%d {toekenning|toekenningen} vanaf hier {is van een recht dat niet vertaald is|zijn van rechten die niet vertaald zijn}: weggelaten",
		fr: "%d {octroi|octrois} à partir d'ici {est d'un droit|sont de droits} sans correspondance : {laissé|laissés} de côté",
	},
	{
		en: "%d {grant|grants} from here on {is|are} to what is no person: left out",
		nl: "%d {toekenning|toekenningen} vanaf hier {is|zijn} aan wat geen persoon is: weggelaten",
		fr: "%d {octroi|octrois} à partir d'ici {va|vont} à ce qui n'est pas une personne : {laissé|laissés} de côté",
	},
	{
		en: "names nobody who is not left out: are the entitlements of the settings those of this connector?",
		nl: "noemt niemand die niet wordt weggelaten: zijn de entitlements in de instellingen die van deze connector?",
		fr: "ne nomme personne qui ne soit laissé de côté : les entitlements des réglages sont-ils ceux de ce connecteur ?",
	},
	{
		en: "lacks its entitlement or its principal: it is not a grant as `baton grants -o json` prints it",
		nl: "mist zijn entitlement of zijn principal: het is geen toekenning zoals `baton grants -o json` die geeft",
		fr: "n'a pas son entitlement ou son principal : ce n'est pas un octroi comme `baton grants -o json` l'écrit",
	},
	{
		en: "grants %s to %s, and says something else in its \"grant\"",
		nl: "geeft %s aan %s, en zegt in \"grant\" iets anders",
		fr: "donne %s à %s, et dit autre chose dans \"grant\"",
	},
	{
		en: "is to %s of type %s, which is no person: set leave_out_others in the settings to leave such grants out",
		nl: "is aan %s van type %s, en dat is geen persoon: zet leave_out_others in de instellingen aan om zulke toekenningen weg te laten",
		fr: "va à %s de type %s, qui n'est pas une personne : activez leave_out_others dans les réglages pour laisser de tels octrois de côté",
	},
	{
		en: "entitlement %s is not mapped: name it in the settings, or set leave_out_unmapped%s",
		nl: "entitlement %s is niet vertaald: noem het in de instellingen, of zet leave_out_unmapped aan%s",
		fr: "l'entitlement %s est sans correspondance : nommez-le dans les réglages, ou activez leave_out_unmapped%s",
	},
	{
		en: "principal %s is named by an e-mail address, which changes: have the connector name people by an id",
		nl: "principal %s wordt met een e-mailadres genoemd, en dat verandert: laat de connector mensen bij een id noemen",
		fr: "le principal %s est nommé par une adresse e-mail, qui change : faites nommer les gens par un id au connecteur",
	},
	{
		en: "principal %s %w",
		nl: "principal %s %v",
		fr: "le principal %s %v",
	},
	{
		en: "principal %s is %s here and %s before: run the connector again",
		nl: "principal %s is hier %s en eerder %s: voer de connector nog eens uit",
		fr: "le principal %s est %s ici et %s avant : relancez le connecteur",
	},
	{
		en: "baton: no entitlement is mapped: name them in the settings, as entitlements: [{id: \"group:42:member\", role: practitioner}]",
		nl: "baton: geen enkel entitlement is vertaald: noem ze in de instellingen, als entitlements: [{id: \"group:42:member\", role: practitioner}]",
		fr: "baton : aucun entitlement n'a de correspondance : nommez-les dans les réglages, comme entitlements: [{id: \"group:42:member\", role: practitioner}]",
	},
	{
		en: "baton: entitlement %s: %w",
		nl: "baton: entitlement %s: %v",
		fr: "baton : entitlement %s : %v",
	},
	{
		en: "baton: entitlement %s is mapped twice",
		nl: "baton: entitlement %s is twee keer vertaald",
		fr: "baton : l'entitlement %s a deux correspondances",
	},
	{
		en: "the id is blank",
		nl: "het id is leeg",
		fr: "l'id est vide",
	},
	{
		en: "role %s is none in a tenant: the roles are %v",
		nl: "rol %s is er geen in een tenant: de rollen zijn %v",
		fr: "le rôle %s n'existe pas dans un tenant : les rôles sont %v",
	},
	{
		en: "object %s: write organization:ID or client:ID",
		nl: "object %s: schrijf organization:ID of client:ID",
		fr: "objet %s : écrivez organization:ID ou client:ID",
	},
	{
		en: "role %s is none on one %s: the roles are %v",
		nl: "rol %s is er geen op één %s: de rollen zijn %v",
		fr: "le rôle %s n'existe pas sur un %s : les rôles sont %v",
	},
	{
		en: "an invisible character",
		nl: "een onzichtbaar teken",
		fr: "un caractère invisible",
	},
	{
		en: "a character that turns the direction of text",
		nl: "een teken dat de richting van tekst omdraait",
		fr: "un caractère qui renverse le sens du texte",
	},
	{
		en: "id %s holds %s (%U): write the id without it",
		nl: "id %s bevat %s (%U): schrijf het id zonder",
		fr: "l'id %s contient %s (%U) : écrivez l'id sans lui",
	},
	{
		en: "is not a file of a source folder: the files are %s%s",
		nl: "is geen bestand van een bronmap: de bestanden zijn %s%s",
		fr: "n'est pas un fichier d'un dossier source : les fichiers sont %s%s",
	},
	{
		en: "is missing: a source folder has at least %s and %s",
		nl: "ontbreekt: een bronmap heeft ten minste %s en %s",
		fr: "manque : un dossier source a au moins %s et %s",
	},
	{
		en: "encoding %q is not known: they are %s%s",
		nl: "encoding %q is niet bekend: mogelijk zijn %s%s",
		fr: "encoding %q n'est pas connu : ce sont %s%s",
	},
	{
		en: "csv: %w",
		nl: "csv: %v",
		fr: "csv : %v",
	},
	{
		en: "is UTF-16 with half a character in it: it was not saved whole",
		nl: "is UTF-16 met een half teken erin: het is niet in zijn geheel opgeslagen",
		fr: "est en UTF-16 avec un demi-caractère : il n'a pas été enregistré en entier",
	},
	{
		en: "commas",
		nl: "komma's",
		fr: "des virgules",
	},
	{
		en: "semicolons",
		nl: "puntkomma's",
		fr: "des points-virgules",
	},
	{
		en: "tabs",
		nl: "tabs",
		fr: "des tabulations",
	},
	{
		en: "is separated by %s: this format has commas",
		nl: "is gescheiden met %s: dit formaat heeft komma's",
		fr: "est séparé par %s : ce format a des virgules",
	},
	{
		en: "is separated by %q: separate the columns by commas, semicolons or tabs",
		nl: "is gescheiden met %q: scheid de kolommen met komma's, puntkomma's of tabs",
		fr: "est séparé par %q : séparez les colonnes par des virgules, des points-virgules ou des tabulations",
	},
	{
		en: "has no header row: it must name the columns %s",
		nl: "heeft geen kopregel: die moet de kolommen %s noemen",
		fr: "n'a pas de ligne d'en-tête : elle doit nommer les colonnes %s",
	},
	{
		en: "is longer than %d KiB: it must name the columns %s",
		nl: "is langer dan %d KiB: er moeten de kolommen %s staan",
		fr: "est plus long que %d Kio : il doit nommer les colonnes %s",
	},
	{
		en: "is not valid UTF-8: save the file as UTF-8",
		nl: "is geen geldige UTF-8: sla het bestand op als UTF-8",
		fr: "n'est pas de l'UTF-8 valide : enregistrez le fichier en UTF-8",
	},
	{
		en: "is longer than %d KiB: a quote may be missing",
		nl: "is langer dan %d KiB: misschien ontbreekt er een aanhalingsteken",
		fr: "est plus long que %d Kio : il manque peut-être un guillemet",
	},
	{
		en: "has %d {field|fields} where the header has %d",
		nl: "heeft %d {veld|velden} en de kopregel %d",
		fr: "a %d {champ|champs} là où l'en-tête en a %d",
	},
	{
		en: "has %d {field|fields} where the header has %d; a value with %q in it stands between quotes",
		nl: "heeft %d {veld|velden} en de kopregel %d; een waarde met %q erin hoort tussen aanhalingstekens",
		fr: "a %d {champ|champs} là où l'en-tête en a %d ; une valeur qui contient %q se met entre guillemets",
	},
	{
		en: "is one row too many: a file has at most %d",
		nl: "is één rij te veel: een bestand heeft er ten hoogste %d",
		fr: "est une ligne de trop : un fichier en a %d au plus",
	},
	{
		en: "has no end: was the file saved whole?",
		nl: "heeft geen regeleinde: is het bestand in zijn geheel opgeslagen?",
		fr: "n'a pas de fin : le fichier a-t-il été enregistré en entier ?",
	},
	{
		en: "cannot be read as CSV: %v",
		nl: "is niet als CSV te lezen: %v",
		fr: "ne se lit pas comme du CSV : %v",
	},
	{
		en: "is not CSV at column %d: %v: put a field that holds a quote between quotes, and write the quote twice",
		nl: "is geen CSV in kolom %d: %v: zet een veld met een aanhalingsteken tussen aanhalingstekens en schrijf het teken dubbel",
		fr: "n'est pas du CSV à la colonne %d : %v : mettez entre guillemets un champ qui en contient un, et doublez-le",
	},
	{
		en: "there is no document (.yaml or .json) in it that lists tenants and users",
		nl: "er staat geen document (.yaml of .json) in dat tenants en gebruikers noemt",
		fr: "il ne contient aucun document (.yaml ou .json) qui nomme tenants et utilisateurs",
	},
	{
		en: "there are %d documents in it, %s and %s first: leave one",
		nl: "er staan %d documenten in, waarvan %s en %s de eerste zijn: laat er één staan",
		fr: "il contient %d documents, dont %s et %s d'abord : n'en laissez qu'un",
	},
	{
		en: "is not valid UTF-8 text: save the file as UTF-8",
		nl: "is geen geldige UTF-8-tekst: sla het bestand op als UTF-8",
		fr: "n'est pas un texte UTF-8 valide : enregistrez le fichier en UTF-8",
	},
	{
		en: "goes on after its end: a file holds one document",
		nl: "gaat door na zijn einde: een bestand bevat één document",
		fr: "continue après sa fin : un fichier contient un document",
	},
	{
		en: "ends in the middle: it was not copied or saved whole",
		nl: "houdt middenin op: het is niet in zijn geheel gekopieerd of opgeslagen",
		fr: "s'arrête au milieu : il n'a pas été copié ou enregistré en entier",
	},
	{
		en: "is not JSON: %v",
		nl: "is geen JSON: %v",
		fr: "n'est pas du JSON : %v",
	},
	{
		en: "holds characters that are none",
		nl: "bevat tekens die geen tekens zijn",
		fr: "contient des caractères qui n'en sont pas",
	},
	{
		en: "holds %v",
		nl: "bevat %v",
		fr: "contient %v",
	},
	{
		en: "a text",
		nl: "een tekst",
		fr: "un texte",
	},
	{
		en: "a number",
		nl: "een getal",
		fr: "un nombre",
	},
	{
		en: "true or false",
		nl: "waar of onwaar",
		fr: "vrai ou faux",
	},
	{
		en: "a list",
		nl: "een lijst",
		fr: "une liste",
	},
	{
		en: "an entry with fields",
		nl: "een element met velden",
		fr: "un élément avec des champs",
	},
	{
		en: "%q is there twice: first on line %d",
		nl: "%q staat er twee keer: eerst op regel %d",
		fr: "%q y est deux fois : d'abord à la ligne %d",
	},
	{
		en: "is nested more than %d deep",
		nl: "is meer dan %d diep genest",
		fr: "est imbriqué sur plus de %d niveaux",
	},
	{
		en: "on line %d",
		nl: "op regel %d",
		fr: "à la ligne %d",
	},
	{
		en: "is %s: a document names tenants, users and the others, each with a list",
		nl: "is %s: een document noemt tenants, gebruikers en de andere, elk met een lijst",
		fr: "est %s : un document nomme tenants, utilisateurs et les autres, chacun avec une liste",
	},
	{
		en: "%q is not a part of a document: the parts are %s%s",
		nl: "%q hoort niet in een document: de onderdelen zijn %s%s",
		fr: "%q n'est pas une partie d'un document : les parties sont %s%s",
	},
	{
		en: "$schema is %s and must be a text",
		nl: "$schema is %s en moet een tekst zijn",
		fr: "$schema est %s et doit être un texte",
	},
	{
		en: "%q is missing: a document has at least tenants and users",
		nl: "%q ontbreekt: een document heeft ten minste tenants en users",
		fr: "%q manque : un document a au moins tenants et users",
	},
	{
		en: "%q is %s and must be a list; an empty one is []",
		nl: "%q is %s en moet een lijst zijn; een lege is []",
		fr: "%q est %s et doit être une liste ; une liste vide est []",
	},
	{
		en: "is %s and must be an entry with the fields %s",
		nl: "is %s en moet een element zijn met de velden %s",
		fr: "est %s et doit être un élément avec les champs %s",
	},
	{
		en: "does not end its last line: it may be cut off; if it is whole, add a line break at the end",
		nl: "heeft geen einde na de laatste regel: het kan zijn afgekapt; is het heel, zet dan een regeleinde aan het eind",
		fr: "ne termine pas sa dernière ligne : il est peut-être coupé ; s'il est entier, ajoutez un saut de ligne à la fin",
	},
	{
		en: "is not YAML: %v",
		nl: "is geen YAML: %v",
		fr: "n'est pas du YAML : %v",
	},
	{
		en: "is not YAML: %w",
		nl: "is geen YAML: %v",
		fr: "n'est pas du YAML : %v",
	},
	{
		en: "stands for another place (*%s): write out what is meant",
		nl: "staat voor een andere plaats (*%s): schrijf uit wat bedoeld is",
		fr: "renvoie ailleurs (*%s) : écrivez ce qui est voulu",
	},
	{
		en: "names its place (&%s): take that away, and write out what is meant wherever it is",
		nl: "geeft zijn plaats een naam (&%s): haal die weg, en schrijf overal uit wat bedoeld is",
		fr: "nomme sa place (&%s) : retirez ce nom, et écrivez partout ce qui est voulu",
	},
	{
		en: "has a tag (%s): write a text in quotes instead",
		nl: "heeft een tag (%s): schrijf in plaats daarvan een tekst tussen aanhalingstekens",
		fr: "a une étiquette (%s) : écrivez plutôt un texte entre guillemets",
	},
	{
		en: "has a name that is no text",
		nl: "heeft een naam die geen tekst is",
		fr: "a un nom qui n'est pas un texte",
	},
	{
		en: "is %s and no Bundle",
		nl: "is %s en geen Bundle",
		fr: "est %s et non un Bundle",
	},
	{
		en: "is %s: only a searchset or a collection says what is",
		nl: "is %s: alleen een searchset of een collection zegt wat er is",
		fr: "est %s : seul un searchset ou une collection dit ce qu'il y a",
	},
	{
		en: "has no resource",
		nl: "heeft geen resource",
		fr: "n'a pas de ressource",
	},
	{
		en: "names a next page that is not here, %s: a part of the search is missing",
		nl: "noemt een volgende bladzijde die er niet is, %s: een deel van de zoekopdracht ontbreekt",
		fr: "nomme une page suivante qui n'est pas là, %s : une partie de la recherche manque",
	},
	{
		en: "is %d and %d were read: some are missing, or it changed while it was read; read it again",
		nl: "is %d en er zijn er %d gelezen: er ontbreken er, of het veranderde tijdens het lezen; lees nog eens",
		fr: "vaut %d et %d ont été lus : il en manque, ou cela a changé pendant la lecture ; relisez",
	},
	{
		en: "has no resourceType: it is not FHIR",
		nl: "heeft geen resourceType: het is geen FHIR",
		fr: "n'a pas de resourceType : ce n'est pas du FHIR",
	},
	{
		en: "has no id",
		nl: "heeft geen id",
		fr: "n'a pas d'id",
	},
	{
		en: "has implicitRules or a modifierExtension, which can turn what it says into its opposite: it is not known here, so the resource cannot be read",
		nl: "heeft implicitRules of een modifierExtension, die het tegendeel kan maken van wat er staat: die is hier niet bekend, dus de resource is niet te lezen",
		fr: "a des implicitRules ou une modifierExtension, qui peut inverser ce qu'il dit : elle n'est pas connue ici, la ressource ne peut donc être lue",
	},
	{
		en: "is %s a second time: first at %s",
		nl: "is een tweede keer %s: eerst in %s",
		fr: "est %s une seconde fois : d'abord dans %s",
	},
	{
		en: "%s is not an address of %s",
		nl: "%s is geen adres van %s",
		fr: "%s n'est pas une adresse de %s",
	},
	{
		en: "the server says of its answer: %s: %s %s",
		nl: "de server zegt van zijn antwoord: %s: %s %s",
		fr: "le serveur dit de sa réponse : %s : %s %s",
	},
	{
		en: "fhir: there is no file that ends in .json or .ndjson",
		nl: "fhir: er is geen bestand dat op .json of .ndjson eindigt",
		fr: "fhir : aucun fichier ne finit par .json ou .ndjson",
	},
	{
		en: "is empty: it was not saved whole",
		nl: "is leeg: het is niet in zijn geheel opgeslagen",
		fr: "est vide : il n'a pas été enregistré en entier",
	},
	{
		en: "fhir: resources: %q is not read: they are %s%s",
		nl: "fhir: resources: %q wordt niet gelezen: mogelijk zijn %s%s",
		fr: "fhir : resources : %q n'est pas lu : ce sont %s%s",
	},
	{
		en: "fhir: a citizen number is no id: it must not be copied around; leave client_system and user_system blank, or name another system",
		nl: "fhir: een burgerservicenummer is geen id: het mag niet rondgekopieerd worden; laat client_system en user_system leeg, of noem een ander systeem",
		fr: "fhir : un numéro de citoyen n'est pas un id : il ne doit pas être recopié ; laissez client_system et user_system vides, ou nommez un autre système",
	},
	{
		en: "fhir: codes: %q: write it as \"system|code\", such as %q",
		nl: "fhir: codes: %q: schrijf \"systeem|code\", zoals %q",
		fr: "fhir : codes : %q : écrivez \"système|code\", comme %q",
	},
	{
		en: "fhir: time_zone: %w",
		nl: "fhir: time_zone: %v",
		fr: "fhir : time_zone : %v",
	},
	{
		en: "period from %q to %q: %v",
		nl: "periode van %q tot %q: %v",
		fr: "période de %q à %q : %v",
	},
	{
		en: "%q has no time of day, and when a day ends depends on where: set time_zone, such as Europe/Amsterdam",
		nl: "%q heeft geen tijd, en wanneer een dag eindigt hangt af van waar: zet time_zone, zoals Europe/Amsterdam",
		fr: "%q n'a pas d'heure, et la fin d'un jour dépend du lieu : donnez time_zone, comme Europe/Amsterdam",
	},
	{
		en: "%q is no time",
		nl: "%q is geen tijdstip",
		fr: "%q n'est pas un moment",
	},
	{
		en: "there is no CareTeam: an empty answer is no empty caseload; leave it out of resources if there are none",
		nl: "er is geen CareTeam: een leeg antwoord is nog geen lege caseload; laat het uit resources weg als er geen zijn",
		fr: "il n'y a pas de CareTeam : une réponse vide n'est pas une file active vide ; ôtez-le de resources s'il n'y en a pas",
	},
	{
		en: "%s, and %d more such",
		nl: "%s, en nog %d van die soort",
		fr: "%s, et %d {autre semblable|autres semblables}",
	},
	{
		en: "does not say whether it is active",
		nl: "zegt niet of het actief is",
		fr: "ne dit pas s'il est actif",
	},
	{
		en: "has %d identifiers of the system %s: it must have one, which is its id",
		nl: "heeft %d identifiers van het systeem %s: er hoort er één te zijn, en dat is het id",
		fr: "a %d identifiers du système %s : il doit en avoir un, qui est son id",
	},
	{
		en: "fhir: %w",
		nl: "fhir: %v",
		fr: "fhir : %v",
	},
	{
		en: "status %q does not exist: it is one of proposed, active, suspended, inactive, entered-in-error",
		nl: "status %q bestaat niet: het is een van proposed, active, suspended, inactive, entered-in-error",
		fr: "le statut %q n'existe pas : c'est l'un de proposed, active, suspended, inactive, entered-in-error",
	},
	{
		en: "names %s, which is not among the patients that were read",
		nl: "noemt %s, die niet bij de gelezen patiënten is",
		fr: "nomme %s, qui n'est pas parmi les patients lus",
	},
	{
		en: "has a modifierExtension, which can turn what it says into its opposite: it is not known here",
		nl: "heeft een modifierExtension, die het tegendeel kan maken van wat er staat: die is hier niet bekend",
		fr: "a une modifierExtension, qui peut inverser ce qu'il dit : elle n'est pas connue ici",
	},
	{
		en: "has codes of one meaning that mean different things: %s",
		nl: "heeft codes voor één betekenis die verschillende dingen betekenen: %s",
		fr: "a des codes d'un même sens qui veulent dire des choses différentes : %s",
	},
	{
		en: "names %s, which is not among the practitioners that were read",
		nl: "noemt %s, die niet bij de gelezen hulpverleners is",
		fr: "nomme %s, qui n'est pas parmi les praticiens lus",
	},
	{
		en: "source folder cannot be read: %w",
		nl: "de bronmap is niet te lezen: %v",
		fr: "le dossier source est illisible : %v",
	},
	{
		en: "source file %s cannot be read: %w",
		nl: "bronbestand %s is niet te lezen: %v",
		fr: "le fichier source %s est illisible : %v",
	},
	{
		en: "with it the files of the source are longer than %d MiB together",
		nl: "hiermee zijn de bestanden van de bron samen langer dan %d MiB",
		fr: "avec lui les fichiers de la source dépassent ensemble %d Mio",
	},
	{
		en: "format %s is not known: they are %s%s",
		nl: "formaat %s is niet bekend: mogelijk zijn %s%s",
		fr: "le format %s n'est pas connu : ce sont %s%s",
	},
	{
		en: "it can be read as %s: leave only the files of one of them in it, or name the format in the settings",
		nl: "het kan gelezen worden als %s: laat alleen de bestanden van een daarvan staan, of noem het formaat in de instellingen",
		fr: "il peut se lire comme %s : n'y laissez que les fichiers de l'un d'eux, ou nommez le format dans les réglages",
	},
	{
		en: "%s is in none of the formats that are known, which are: %s",
		nl: "%s is in geen van de bekende formaten, en dat zijn: %s",
		fr: "%s n'est dans aucun des formats connus, qui sont : %s",
	},
	{
		en: "cannot be read: %v",
		nl: "is niet te lezen: %v",
		fr: "est illisible : %v",
	},
	{
		en: "is %s and must be %s",
		nl: "is %s en moet %s zijn",
		fr: "est %s et doit être %s",
	},
	{
		en: "an object",
		nl: "een object",
		fr: "un objet",
	},
	{
		en: "something else",
		nl: "iets anders",
		fr: "autre chose",
	},
	{
		en: "a whole number",
		nl: "een geheel getal",
		fr: "un nombre entier",
	},
	{
		en: "goes on after its end",
		nl: "gaat door na zijn einde",
		fr: "continue après sa fin",
	},
	{
		en: "%v: this is no export",
		nl: "%v: dit is geen export",
		fr: "%v : ce n'est pas un export",
	},
	{
		en: "is there twice (line %d): which of the two holds cannot be known",
		nl: "staat er twee keer (regel %d): welke van de twee geldt valt niet te zeggen",
		fr: "y est deux fois (ligne %d) : on ne peut savoir lequel des deux vaut",
	},
	{
		en: "ends in the middle of its JSON, on line %d: it was not read or saved whole",
		nl: "houdt midden in zijn JSON op, op regel %d: het is niet in zijn geheel gelezen of opgeslagen",
		fr: "s'arrête au milieu de son JSON, à la ligne %d : il n'a pas été lu ou enregistré en entier",
	},
	{
		en: "is not JSON, on line %d: %v",
		nl: "is geen JSON, op regel %d: %v",
		fr: "n'est pas du JSON, à la ligne %d : %v",
	},
	{
		en: "is not a list that is read here: they are %s%s",
		nl: "is geen lijst die hier gelezen wordt: mogelijk zijn %s%s",
		fr: "n'est pas une liste lue ici : ce sont %s%s",
	},
	{
		en: "is missing: an export has it, as [] where there is nothing in it",
		nl: "ontbreekt: een export heeft het, als [] waar er niets in staat",
		fr: "manque : un export l'a, comme [] quand il n'y a rien",
	},
	{
		en: "is a list beside %s: which of the two is the list cannot be known",
		nl: "is een lijst naast %s: welke van de twee de lijst is valt niet te zeggen",
		fr: "est une liste à côté de %s : on ne peut savoir laquelle est la liste",
	},
	{
		en: "is neither a list nor a page of one, which has content, totalPages and number",
		nl: "is geen lijst en ook geen bladzijde van een lijst, met content, totalPages en number",
		fr: "n'est ni une liste ni une page d'une liste, avec content, totalPages et number",
	},
	{
		en: "is %d, as in another page",
		nl: "is %d, zoals op een andere bladzijde",
		fr: "vaut %d, comme sur une autre page",
	},
	{
		en: "is %d, and %d in another page: the list changed while it was read; read it again",
		nl: "is %d, en %d op een andere bladzijde: de lijst veranderde tijdens het lezen; lees nog eens",
		fr: "vaut %d, et %d sur une autre page : la liste a changé pendant la lecture ; relisez",
	},
	{
		en: "is %d of %d pages, counted from 0",
		nl: "is %d van %d bladzijden, geteld vanaf 0",
		fr: "vaut %d sur %d pages, comptées à partir de 0",
	},
	{
		en: "has nobody in it: that is no answer, as whoever exported it has an account",
		nl: "er staat niemand in: dat is geen antwoord, want wie het exporteerde heeft een account",
		fr: "ne contient personne : ce n'est pas une réponse, car qui l'a exportée a un compte",
	},
	{
		en: "is a page of %d, and page %d (counted from 0) is not here",
		nl: "is een bladzijde van %d, en bladzijde %d (geteld vanaf 0) is er niet",
		fr: "est une page sur %d, et la page %d (comptée à partir de 0) n'est pas là",
	},
	{
		en: "%s was not read whole within %s: nothing of it is used; raise timeout if the server is only slow",
		nl: "%s was niet binnen %s helemaal gelezen: er wordt niets van gebruikt; verhoog timeout als de server alleen traag is",
		fr: "%s n'a pas été lu en entier en %s : rien n'en est utilisé ; augmentez timeout si le serveur est seulement lent",
	},
	{
		en: "%s names a next page that has no address",
		nl: "%s noemt een volgende bladzijde zonder adres",
		fr: "%s nomme une page suivante sans adresse",
	},
	{
		en: "%s is not part of %s: a chain of pages stays there, and the token is for nobody else",
		nl: "%s hoort niet bij %s: een reeks bladzijden blijft daar, en het token is voor niemand anders",
		fr: "%s ne fait pas partie de %s : une suite de pages y reste, et le jeton n'est pour personne d'autre",
	},
	{
		en: "%s is named as the next page a second time: the chain of pages does not end",
		nl: "%s wordt een tweede keer als volgende bladzijde genoemd: aan de reeks komt geen einde",
		fr: "%s est nommée une seconde fois comme page suivante : la suite ne finit pas",
	},
	{
		en: "%s has more than %d pages: raise max_pages if that is right",
		nl: "%s heeft meer dan %d bladzijden: verhoog max_pages als dat klopt",
		fr: "%s a plus de %d pages : augmentez max_pages si c'est juste",
	},
	{
		en: "there is no time left for it: %w",
		nl: "er is geen tijd meer voor: %v",
		fr: "il ne reste plus de temps : %v",
	},
	{
		en: "%w: set ca_file to the certificate of who signed the server's",
		nl: "%v: geef met ca_file het certificaat van wie dat van de server ondertekende",
		fr: "%v : donnez avec ca_file le certificat de qui a signé celui du serveur",
	},
	{
		en: "the server answered %d %s",
		nl: "de server antwoordde %d %s",
		fr: "le serveur a répondu %d %s",
	},
	{
		en: "%w: is the token in token_file the right one, not run out, and may it read this?",
		nl: "%v: is het token in token_file het goede, niet verlopen, en mag het dit lezen?",
		fr: "%v : le jeton de token_file est-il le bon, pas expiré, et peut-il lire cela ?",
	},
	{
		en: "%w, and leads to another address, which is not followed: write the right one in the settings",
		nl: "%v, en verwijst naar een ander adres, dat niet gevolgd wordt: schrijf het goede in de instellingen",
		fr: "%v, et renvoie à une autre adresse, qui n'est pas suivie : écrivez la bonne dans les réglages",
	},
	{
		en: "%w and wants to be left alone for %s: try again then",
		nl: "%v en wil %s met rust gelaten worden: probeer het dan nog eens",
		fr: "%v et demande qu'on le laisse pendant %s : réessayez ensuite",
	},
	{
		en: "the server answered with %q and not with JSON: is the address right, and is there a sign-in page before it?",
		nl: "de server antwoordde met %q en niet met JSON: klopt het adres, en staat er een inlogpagina voor?",
		fr: "le serveur a répondu avec %q et non du JSON : l'adresse est-elle juste, et y a-t-il une page de connexion devant ?",
	},
	{
		en: "with it the pages have more than %d bytes together: raise max_bytes if that is right",
		nl: "hiermee hebben de bladzijden samen meer dan %d bytes: verhoog max_bytes als dat klopt",
		fr: "avec elle les pages dépassent ensemble %d octets : augmentez max_bytes si c'est juste",
	},
	{
		en: "the answer ended early: %w",
		nl: "het antwoord hield te vroeg op: %v",
		fr: "la réponse s'est arrêtée trop tôt : %v",
	},
	{
		en: "there are files and a server: say which of the two is read, by leaving out its path or its server",
		nl: "er zijn bestanden en een server: zeg welke van de twee gelezen wordt, door path of server weg te laten",
		fr: "il y a des fichiers et un serveur : dites lequel est lu, en omettant path ou server",
	},
	{
		en: "server: timeout, requests_per_second, max_pages and max_bytes are not below zero",
		nl: "server: timeout, requests_per_second, max_pages en max_bytes zijn niet kleiner dan nul",
		fr: "server : timeout, requests_per_second, max_pages et max_bytes ne sont pas négatifs",
	},
	{
		en: "server: token_file: %w",
		nl: "server: token_file: %v",
		fr: "server : token_file : %v",
	},
	{
		en: "server: there is a user and no password: put it in a file, and name that in token_file",
		nl: "server: er is een gebruiker en geen wachtwoord: zet het in een bestand en noem dat in token_file",
		fr: "server : il y a un utilisateur et pas de mot de passe : mettez-le dans un fichier, et nommez celui-ci dans token_file",
	},
	{
		en: "server: %w",
		nl: "server: %v",
		fr: "server : %v",
	},
	{
		en: "%s has a blank, or what is not ASCII, in the token",
		nl: "%s heeft een spatie, of iets buiten ASCII, in het token",
		fr: "%s a une espace, ou autre chose que de l'ASCII, dans le jeton",
	},
	{
		en: "server: the address is not set, such as https://tenant.example/api/v1",
		nl: "server: er is geen adres, zoals https://tenant.example/api/v1",
		fr: "server : il n'y a pas d'adresse, comme https://tenant.example/api/v1",
	},
	{
		en: "server: the address is none: write it as https://tenant.example/api/v1",
		nl: "server: het adres is geen adres: schrijf https://tenant.example/api/v1",
		fr: "server : l'adresse n'en est pas une : écrivez https://tenant.example/api/v1",
	},
	{
		en: "server: the address has a name or a password in it: they belong in token_file",
		nl: "server: in het adres staat een naam of een wachtwoord: die horen in token_file",
		fr: "server : l'adresse contient un nom ou un mot de passe : leur place est dans token_file",
	},
	{
		en: "server: address %q: write it as https://tenant.example/api/v1",
		nl: "server: adres %q: schrijf https://tenant.example/api/v1",
		fr: "server : adresse %q : écrivez https://tenant.example/api/v1",
	},
	{
		en: "server: address %q is not https: whoever listens would have the token, and could change what is read",
		nl: "server: adres %q is geen https: wie meeluistert zou het token hebben, en kan veranderen wat er gelezen wordt",
		fr: "server : l'adresse %q n'est pas https : qui écoute aurait le jeton, et pourrait changer ce qui est lu",
	},
	{
		en: "ca_file: %w",
		nl: "ca_file: %v",
		fr: "ca_file : %v",
	},
	{
		en: "ca_file %s: %w",
		nl: "ca_file %s: %v",
		fr: "ca_file %s : %v",
	},
	{
		en: "ca_file %s has no certificate in it: it must be PEM, with -----BEGIN CERTIFICATE-----",
		nl: "ca_file %s bevat geen certificaat: het moet PEM zijn, met -----BEGIN CERTIFICATE-----",
		fr: "ca_file %s ne contient pas de certificat : il faut du PEM, avec -----BEGIN CERTIFICATE-----",
	},
	{
		en: "%s is %q, which is not known",
		nl: "%s is %q, en dat is niet bekend",
		fr: "%s vaut %q, qui n'est pas connu",
	},
	{
		en: "has no %s: may %s read it?",
		nl: "heeft geen %s: mag %s het lezen?",
		fr: "n'a pas de %s : %s peut-il le lire ?",
	},
	{
		en: "accountExpires is %q, which is not known",
		nl: "accountExpires is %q, en dat is niet bekend",
		fr: "accountExpires vaut %q, qui n'est pas connu",
	},
	{
		en: "has %d values of %s: it must have one, which is its id",
		nl: "heeft %d waarden van %s: er hoort er één te zijn, en dat is het id",
		fr: "a %d valeurs de %s : il doit en avoir une, qui est son id",
	},
	{
		en: "has an objectGUID of %d bytes, which is none",
		nl: "heeft een objectGUID van %d bytes, en dat is er geen",
		fr: "a un objectGUID de %d octets, qui n'en est pas un",
	},
	{
		en: "password_file: %w",
		nl: "password_file: %v",
		fr: "password_file : %v",
	},
	{
		en: "%s may not read: %w",
		nl: "%s mag niet lezen: %v",
		fr: "%s ne peut pas lire : %v",
	},
	{
		en: "address: write it as ldaps://dc1.veldzicht.example",
		nl: "address: schrijf ldaps://dc1.veldzicht.example",
		fr: "address : écrivez ldaps://dc1.veldzicht.example",
	},
	{
		en: "start_tls is for ldap:// only: ldaps:// has TLS from the beginning",
		nl: "start_tls is alleen voor ldap://: ldaps:// heeft vanaf het begin TLS",
		fr: "start_tls est pour ldap:// seulement : ldaps:// a TLS dès le début",
	},
	{
		en: "address: ldap:// sends the password for anybody to read: write ldaps://, or set start_tls",
		nl: "address: ldap:// stuurt het wachtwoord leesbaar voor iedereen: schrijf ldaps://, of zet start_tls aan",
		fr: "address : ldap:// envoie le mot de passe lisible par tous : écrivez ldaps://, ou activez start_tls",
	},
	{
		en: "the directory sent more than %d bytes: raise max_bytes if that is right",
		nl: "de directory stuurde meer dan %d bytes: verhoog max_bytes als dat klopt",
		fr: "l'annuaire a envoyé plus de %d octets : augmentez max_bytes si c'est juste",
	},
	{
		en: "the directory has an entry %s, which is no DN: %w",
		nl: "de directory heeft een item %s, en dat is geen DN: %v",
		fr: "l'annuaire a une entrée %s, qui n'est pas un DN : %v",
	},
	{
		en: "the directory returned %s twice",
		nl: "de directory gaf %s twee keer",
		fr: "l'annuaire a renvoyé %s deux fois",
	},
	{
		en: "is not among the groups that were read: was it renamed, or may %s not see it?",
		nl: "is niet bij de gelezen groepen: is de naam veranderd, of mag %s de groep niet zien?",
		fr: "n'est pas parmi les groupes lus : a-t-il été renommé, ou %s ne peut-il pas le voir ?",
	},
	{
		en: "has no members: nobody has the role %s by it",
		nl: "heeft geen leden: niemand heeft er de rol %s door",
		fr: "n'a pas de membres : personne n'a le rôle %s par lui",
	},
	{
		en: "has the group %s in it, which gives nothing: set nested if its members are meant",
		nl: "heeft de groep %s erin, die niets geeft: zet nested aan als de leden daarvan bedoeld zijn",
		fr: "contient le groupe %s, qui ne donne rien : activez nested si ses membres sont voulus",
	},
	{
		en: "it was not read whole within %s: nothing of it is used; raise timeout if the directory is only slow",
		nl: "het was niet binnen %s helemaal gelezen: er wordt niets van gebruikt; verhoog timeout als de directory alleen traag is",
		fr: "il n'a pas été lu en entier en %s : rien n'en est utilisé ; augmentez timeout si l'annuaire est seulement lent",
	},
	{
		en: "ldap: %s: %w",
		nl: "ldap: %s: %v",
		fr: "ldap : %s : %v",
	},
	{
		en: "%s: nobody is found by %s: an empty answer is no empty firm; may %s see them?",
		nl: "%s: %s vindt niemand: een leeg antwoord is nog geen lege organisatie; mag %s ze zien?",
		fr: "%s : %s ne trouve personne : une réponse vide n'est pas une organisation vide ; %s peut-il les voir ?",
	},
	{
		en: "is no DN: %w",
		nl: "is geen DN: %v",
		fr: "n'est pas un DN : %v",
	},
	{
		en: "ldap: %s is not set, such as %s",
		nl: "ldap: %s is niet gezet, zoals %s",
		fr: "ldap : %s n'est pas donné, comme %s",
	},
	{
		en: "ldap: id: %s is a name or an address, which changes: take one that stays, such as objectGUID, entryUUID or employeeNumber",
		nl: "ldap: id: %s is een naam of een adres, en dat verandert: neem iets wat blijft, zoals objectGUID, entryUUID of employeeNumber",
		fr: "ldap : id : %s est un nom ou une adresse, qui change : prenez ce qui reste, comme objectGUID, entryUUID ou employeeNumber",
	},
	{
		en: "ldap: disabled: %q is not known: it is userAccountControl, nsAccountLock, loginDisabled, pwdAccountLockedTime or none",
		nl: "ldap: disabled: %q is niet bekend: het is userAccountControl, nsAccountLock, loginDisabled, pwdAccountLockedTime of none",
		fr: "ldap : disabled : %q n'est pas connu : c'est userAccountControl, nsAccountLock, loginDisabled, pwdAccountLockedTime ou none",
	},
	{
		en: "ldap: %s: %q is no filter: %w",
		nl: "ldap: %s: %q is geen filter: %v",
		fr: "ldap : %s : %q n'est pas un filtre : %v",
	},
	{
		en: "ldap: roles is not set: it names the role of each group's members, by the group's DN",
		nl: "ldap: roles is niet gezet: het noemt de rol van de leden van elke groep, bij de DN van de groep",
		fr: "ldap : roles n'est pas donné : il nomme le rôle des membres de chaque groupe, par le DN du groupe",
	},
	{
		en: "ldap: roles: %q is no DN: %w",
		nl: "ldap: roles: %q is geen DN: %v",
		fr: "ldap : roles : %q n'est pas un DN : %v",
	},
	{
		en: "ldap: roles: %q and %q are the same group",
		nl: "ldap: roles: %q en %q zijn dezelfde groep",
		fr: "ldap : roles : %q et %q sont le même groupe",
	},
	{
		en: "ldap: roles: %s: role %q does not exist in a tenant",
		nl: "ldap: roles: %s: rol %q bestaat niet in een tenant",
		fr: "ldap : roles : %s : le rôle %q n'existe pas dans un tenant",
	},
	{
		en: "%s: a part of it is on another server, %s, which is not asked: set base below which all of it is, or partial to do without that part",
		nl: "%s: een deel staat op een andere server, %s, en die wordt niet gevraagd: zet base waar alles onder staat, of partial om het zonder dat deel te doen",
		fr: "%s : une partie est sur un autre serveur, %s, qui n'est pas interrogé : donnez une base sous laquelle tout se trouve, ou partial pour se passer de cette partie",
	},
	{
		en: "%s: there are more than %d entries: raise max_entries if that is right",
		nl: "%s: er zijn meer dan %d items: verhoog max_entries als dat klopt",
		fr: "%s : il y a plus de %d entrées : augmentez max_entries si c'est juste",
	},
	{
		en: "%s: the directory gives the same page again: its pages do not end",
		nl: "%s: de directory geeft dezelfde bladzijde nog eens: aan de bladzijden komt geen einde",
		fr: "%s : l'annuaire redonne la même page : ses pages ne finissent pas",
	},
	{
		en: "%s: the directory returned a part only (%w): set page_size to less than its limit, or have it raised for %s",
		nl: "%s: de directory gaf alleen een deel (%v): zet page_size onder de grens, of laat die voor %s verhogen",
		fr: "%s : l'annuaire n'a rendu qu'une partie (%v) : donnez un page_size sous sa limite, ou faites-la relever pour %s",
	},
	{
		en: "%s: it is not there, or %s may not see it: %w",
		nl: "%s: het is er niet, of %s mag het niet zien: %v",
		fr: "%s : il n'y est pas, ou %s ne peut pas le voir : %v",
	},
	{
		en: "%s: the directory returned a part of %s only",
		nl: "%s: de directory gaf alleen een deel van %s",
		fr: "%s : l'annuaire n'a rendu qu'une partie de %s",
	},
	{
		en: "%s: %s does not end",
		nl: "%s: aan %s komt geen einde",
		fr: "%s : %s ne finit pas",
	},
	{
		en: "it is gone",
		nl: "het is weg",
		fr: "il a disparu",
	},
	{
		en: "mapping: field %s of %s is a constant and has a column: leave out one of them",
		nl: "mapping: veld %s van %s is een constante en heeft een kolom: laat een van de twee weg",
		fr: "mapping : le champ %s de %s est une constante et a une colonne : omettez l'un des deux",
	},
	{
		en: "%s: %s %s does not exist: they are %s%s",
		nl: "%s: %s %s bestaat niet: mogelijk zijn %s%s",
		fr: "%s : %s %s n'existe pas : ce sont %s%s",
	},
	{
		en: "mindbridge: %w",
		nl: "mindbridge: %v",
		fr: "mindbridge : %v",
	},
	{
		en: "mindbridge: lists: %q is not read: they are %s%s",
		nl: "mindbridge: lists: %q wordt niet gelezen: mogelijk zijn %s%s",
		fr: "mindbridge : lists : %q n'est pas lu : ce sont %s%s",
	},
	{
		en: "is an account of a service or of the vendor's support, of which there are %d: it has no role here, whatever the platform shows",
		nl: "is een account van een dienst of van de helpdesk van de leverancier, waarvan er %d zijn: het heeft hier geen rol, wat het platform ook laat zien",
		fr: "est un compte d'un service ou de l'assistance du fournisseur, dont il y a %d : il n'a pas de rôle ici, quoi que la plateforme montre",
	},
	{
		en: "minddistrict: %w",
		nl: "minddistrict: %v",
		fr: "minddistrict : %v",
	},
	{
		en: "is read otherwise than it is written",
		nl: "wordt anders gelezen dan het er staat",
		fr: "est lu autrement qu'il n'est écrit",
	},
	{
		en: "the tenant is not set: name it in the settings, as tenant: {id: veldzicht}",
		nl: "er is geen tenant gezet: noem hem in de instellingen, als tenant: {id: veldzicht}",
		fr: "le tenant n'est pas donné : nommez-le dans les réglages, comme tenant: {id: veldzicht}",
	},
	{
		en: "a role is blank",
		nl: "een rol is leeg",
		fr: "un rôle est vide",
	},
	{
		en: "role %s cannot be had here: the roles are %s",
		nl: "rol %s kan hier niet: de rollen zijn %s",
		fr: "le rôle %s est impossible ici : les rôles sont %s",
	},
	{
		en: "role %s does not exist%s",
		nl: "rol %s bestaat niet%s",
		fr: "le rôle %s n'existe pas%s",
	},
	{
		en: "role %s does not exist: the roles are %s",
		nl: "rol %s bestaat niet: de rollen zijn %s",
		fr: "le rôle %s n'existe pas : les rôles sont %s",
	},
	{
		en: "%s: and %d more like that",
		nl: "%s: en zo nog %d",
		fr: "%s : et %d {autre semblable|autres semblables}",
	},
	{
		en: "and %d more",
		nl: "en nog %d",
		fr: "et %d de plus",
	},
	{
		en: "%s, which no source owns",
		nl: "%s, die van geen bron is",
		fr: "%s, qu'aucune source ne possède",
	},
	{
		en: "user %s is there twice, with another %s %s: make the rows agree, or give each person an id of their own",
		nl: "gebruiker %s staat er twee keer, en %s is anders dan %s: maak de rijen gelijk, of geef ieder een eigen id",
		fr: "l'utilisateur %s y est deux fois, et %s n'est pas comme %s : accordez les lignes, ou donnez à chacun son propre id",
	},
	{
		en: "is a further row of a user who is there already: its roles are added to theirs",
		nl: "is een volgende rij van een gebruiker die er al staat: de rollen ervan zijn toegevoegd",
		fr: "est une autre ligne d'un utilisateur déjà présent : ses rôles s'ajoutent",
	},
	{
		en: "%s with , or | between them are read as several",
		nl: "%s met , of | ertussen zijn als verschillende gelezen",
		fr: "%s séparés par , ou | sont lus comme plusieurs",
	},
	{
		en: "; %s %s differs only in capitals, blanks or how an accent is put together",
		nl: "; %s %s verschilt alleen in hoofdletters, spaties of hoe een accent is samengesteld",
		fr: " ; %s %s ne diffère que par les majuscules, les espaces ou la composition d'un accent",
	},
	{
		en: "%s and %s %s differ only in capitals, blanks or how an accent is put together: they are two",
		nl: "%s en %s %s verschillen alleen in hoofdletters, spaties of hoe een accent is samengesteld: het zijn er twee",
		fr: "%s et %s %s ne diffèrent que par les majuscules, les espaces ou la composition d'un accent : ce sont deux",
	},
	{
		en: "has no row of what it owns: an empty source takes nothing away; look whether it is all there",
		nl: "heeft geen rij van wat ervan is: een lege bron neemt niets weg; kijk of alles er is",
		fr: "n'a aucune ligne de ce qui est à elle : une source vide ne retire rien ; regardez si tout y est",
	},
	{
		en: "tenant %q is none that source %s feeds, which are %s: leave the row out, or name the tenant there",
		nl: "tenant %q is er geen die bron %s voedt, en dat zijn %s: laat de rij weg, of noem de tenant daar",
		fr: "le tenant %q n'est pas de ceux que la source %s alimente, qui sont %s : omettez la ligne, ou nommez-y le tenant",
	},
	{
		en: "%s has no role: they may do nothing",
		nl: "%s heeft geen rol en mag dus niets",
		fr: "%s n'a aucun rôle et ne peut donc rien",
	},
	{
		en: "id %q begins or ends with a blank, which is kept",
		nl: "id %q begint of eindigt met een spatie, die blijft staan",
		fr: "l'id %q commence ou finit par une espace, qui est gardée",
	},
	{
		en: "%s lacks %s: this link gives nothing until they have it",
		nl: "%s heeft %s niet: tot dan geeft deze koppeling niets",
		fr: "il manque à %s %s : d'ici là ce lien ne donne rien",
	},
	{
		en: "%s is barred from %s %s: this link gives nothing",
		nl: "%s is uitgesloten van %s %s: deze koppeling geeft niets",
		fr: "%s est écarté de %s %s : ce lien ne donne rien",
	},
	{
		en: "the role %q",
		nl: "de rol %q",
		fr: "le rôle %q",
	},
	{
		en: "a system role",
		nl: "een systeemrol",
		fr: "un rôle système",
	},
	{
		en: "dates are declared and no time_zone: a day ends at another moment elsewhere; set it, such as Europe/Amsterdam",
		nl: "er staat dates en geen time_zone: een dag eindigt elders op een ander moment; zet die, zoals Europe/Amsterdam",
		fr: "dates est donné sans time_zone : un jour finit ailleurs à un autre moment ; donnez-le, comme Europe/Amsterdam",
	},
	{
		en: "line %s: %s is %s",
		nl: "regel %s: %s is %s",
		fr: "ligne %s : %s n'est pas %s",
	},
	{"a key with its value", "een sleutel met zijn waarde", "une clé avec sa valeur"},
	{"a list", "een lijst", "une liste"},
	{"neither true nor false", "true noch false", "ni true ni false"},
	{"no time such as 30m", "geen tijdsduur zoals 30m", "une durée telle que 30m"},
	{"no whole number", "geen geheel getal", "un nombre entier"},
	{"no number", "geen getal", "un nombre"},
	{"no list", "geen lijst", "une liste"},
	{"no text", "geen tekst", "un texte"},
	{"not a key with its value", "geen sleutel met zijn waarde", "une clé avec sa valeur"},
	{
		en: "time_zone %q: there is no such time zone: write one such as Europe/Amsterdam",
		nl: "time_zone %q: zo'n tijdzone bestaat niet: schrijf er een zoals Europe/Amsterdam",
		fr: "time_zone %q : un tel fuseau horaire n'existe pas : écrivez-en un comme Europe/Amsterdam",
	},
	{
		en: "column %q does not exist here: the columns are %s%s",
		nl: "kolom %q bestaat hier niet: de kolommen zijn %s%s",
		fr: "la colonne %q n'existe pas ici : les colonnes sont %s%s",
	},
	{
		en: "a row with nothing in it is left out",
		nl: "een rij waar niets in staat is weggelaten",
		fr: "une ligne vide est laissée de côté",
	},
	{
		en: "blanks around %s are left out",
		nl: "spaties rond %s zijn weggelaten",
		fr: "les espaces autour de %s sont laissées de côté",
	},
	{
		en: "%s %s gives nothing, as the settings say",
		nl: "%s %s geeft niets, zoals de instellingen zeggen",
		fr: "%s %s ne donne rien, comme le disent les réglages",
	},
	{
		en: "%s %s is read as %s",
		nl: "%s %s is gelezen als %s",
		fr: "%s %s est lu comme %s",
	},
	{
		en: "%s %q is %v",
		nl: "%s %q is %v",
		fr: "%s %q est %v",
	},
	{
		en: "%s, which the clocks of %s show never or twice: write it as text, such as 2027-03-31T18:00:00+02:00",
		nl: "%s, wat de klokken van %s nooit of twee keer aanwijzen: schrijf het als tekst, zoals 2027-03-31T18:00:00+02:00",
		fr: "%s, que les horloges de %s montrent jamais ou deux fois : écrivez-le en texte, comme 2027-03-31T18:00:00+02:00",
	},
	{
		en: "dates %q: its hours do not tell the morning from the evening: write 15 for the hour, or PM behind it",
		nl: "dates %q: de uren onderscheiden ochtend en avond niet: schrijf 15 voor het uur, of PM erachter",
		fr: "dates %q : ses heures ne distinguent pas le matin du soir : écrivez 15 pour l'heure, ou PM derrière",
	},
	{
		en: "dates %q: write how a day is written, such as dd-mm-yyyy or dd/mm/yyyy hh:mm",
		nl: "dates %q: schrijf hoe een dag geschreven wordt, zoals dd-mm-yyyy of dd/mm/yyyy hh:mm",
		fr: "dates %q : écrivez comment un jour s'écrit, comme dd-mm-yyyy ou dd/mm/yyyy hh:mm",
	},
	{
		en: "a cell of row %d is named %q",
		nl: "een cel van rij %d heet %q",
		fr: "une cellule de la ligne %d s'appelle %q",
	},
	{
		en: "cell %q of row %d follows column %s",
		nl: "cel %q van rij %d komt na kolom %s",
		fr: "la cellule %q de la ligne %d suit la colonne %s",
	},
	{
		en: "holds a formula: its value may be an old one; copy the column and paste it as values",
		nl: "bevat een formule: de waarde kan oud zijn; kopieer de kolom en plak haar als waarden",
		fr: "contient une formule : sa valeur est peut-être ancienne ; copiez la colonne et collez-la comme valeurs",
	},
	{
		en: "holds TRUE or FALSE: format the column as text and write the word that is meant",
		nl: "bevat WAAR of ONWAAR: maak de kolom tekst en schrijf het woord dat bedoeld is",
		fr: "contient VRAI ou FAUX : mettez la colonne en texte et écrivez le mot voulu",
	},
	{
		en: "holds the error %s",
		nl: "bevat de fout %s",
		fr: "contient l'erreur %s",
	},
	{
		en: "holds a date, which says no time zone: write it as text, such as 2027-03-31T18:00:00+02:00",
		nl: "bevat een datum, die geen tijdzone zegt: schrijf hem als tekst, zoals 2027-03-31T18:00:00+02:00",
		fr: "contient une date, qui ne dit pas de fuseau : écrivez-la en texte, comme 2027-03-31T18:00:00+02:00",
	},
	{
		en: "holds a value of an unknown kind, %q",
		nl: "bevat een waarde van een onbekende soort, %q",
		fr: "contient une valeur d'une sorte inconnue, %q",
	},
	{
		en: "holds text number %q, which the workbook does not have",
		nl: "bevat tekst nummer %q, die de werkmap niet heeft",
		fr: "contient le texte numéro %q, que le classeur n'a pas",
	},
	{
		en: "has look number %d, which the workbook does not have",
		nl: "heeft opmaak nummer %d, die de werkmap niet heeft",
		fr: "a la présentation numéro %d, que le classeur n'a pas",
	},
	{
		en: "holds a date: format the column as text and write again what is meant",
		nl: "bevat een datum: maak de kolom tekst en schrijf opnieuw wat bedoeld is",
		fr: "contient une date : mettez la colonne en texte et écrivez de nouveau ce qui est voulu",
	},
	{
		en: "holds the number %s and shows it as something else: which is meant cannot be known; format the column as text and write it again",
		nl: "bevat het getal %s en toont het anders: welke bedoeld is valt niet te zeggen; maak de kolom tekst en schrijf het opnieuw",
		fr: "contient le nombre %s et le montre autrement : on ne peut savoir lequel est voulu ; mettez la colonne en texte et écrivez-le de nouveau",
	},
	{
		en: "in %s",
		nl: "in %s",
		fr: "dans %s",
	},
	{
		en: "in row %d",
		nl: "in rij %d",
		fr: "à la ligne %d",
	},
	{
		en: "it has a password, or is of an older kind: save it as a workbook (.xlsx) without a password",
		nl: "er zit een wachtwoord op, of het is een oudere soort: sla het op als werkmap (.xlsx) zonder wachtwoord",
		fr: "il a un mot de passe, ou est d'un type plus ancien : enregistrez-le comme classeur (.xlsx) sans mot de passe",
	},
	{
		en: "it is not a workbook, whatever its name says: save it as a workbook (.xlsx)",
		nl: "het is geen werkmap, wat de naam ook zegt: sla het op als werkmap (.xlsx)",
		fr: "ce n'est pas un classeur, quoi que dise son nom : enregistrez-le comme classeur (.xlsx)",
	},
	{
		en: "%w: it was not copied or saved whole: copy it again",
		nl: "%v: het is niet in zijn geheel gekopieerd of opgeslagen: kopieer het nog eens",
		fr: "%v : il n'a pas été copié ou enregistré en entier : recopiez-le",
	},
	{
		en: "unpacked it is longer than %d MiB: raise max_unpacked_bytes if that is right",
		nl: "uitgepakt is het langer dan %d MiB: verhoog max_unpacked_bytes als dat klopt",
		fr: "décompressé il dépasse %d Mio : augmentez max_unpacked_bytes si c'est juste",
	},
	{
		en: "it has two parts %q: open it and save it again",
		nl: "het heeft twee delen %q: open het en sla het opnieuw op",
		fr: "il a deux parties %q : ouvrez-le et enregistrez-le de nouveau",
	},
	{
		en: "its part %q is missing: it is not a whole workbook",
		nl: "deel %q ontbreekt: het is geen hele werkmap",
		fr: "sa partie %q manque : ce n'est pas un classeur entier",
	},
	{
		en: "its part %q is longer than %d MiB",
		nl: "deel %q is langer dan %d MiB",
		fr: "sa partie %q dépasse %d Mio",
	},
	{
		en: "it goes on after its end",
		nl: "het gaat door na zijn einde",
		fr: "il continue après sa fin",
	},
	{
		en: "its part %q cannot be read: %w: the file is damaged or not whole",
		nl: "deel %q is niet te lezen: %v: het bestand is beschadigd of niet heel",
		fr: "sa partie %q est illisible : %v : le fichier est abîmé ou incomplet",
	},
	{
		en: "holds %q as a number, which it is not",
		nl: "bevat %q als getal, en dat is het niet",
		fr: "contient %q comme nombre, ce qu'il n'est pas",
	},
	{
		en: "holds the number %s, of which a spreadsheet keeps 15 digits: the others are lost; format the column as text and write it again",
		nl: "bevat het getal %s, waarvan een spreadsheet 15 cijfers bewaart: de andere zijn weg; maak de kolom tekst en schrijf het opnieuw",
		fr: "contient le nombre %s, dont un tableur garde 15 chiffres : les autres sont perdus ; mettez la colonne en texte et écrivez-le de nouveau",
	},
	{
		en: "holds the number %s: whether it was written so cannot be known; format the column as text and write it again",
		nl: "bevat het getal %s: of het zo geschreven is valt niet te zeggen; maak de kolom tekst en schrijf het opnieuw",
		fr: "contient le nombre %s : on ne peut savoir s'il a été écrit ainsi ; mettez la colonne en texte et écrivez-le de nouveau",
	},
	{
		en: "holds the date %q, which is none",
		nl: "bevat de datum %q, en dat is er geen",
		fr: "contient la date %q, qui n'en est pas une",
	},
	{
		en: "holds a date, which says no time zone: write the end as text, such as 2027-03-31T18:00:00+02:00, or set time_zone in the settings",
		nl: "bevat een datum, die geen tijdzone zegt: schrijf het einde als tekst, zoals 2027-03-31T18:00:00+02:00, of zet time_zone in de instellingen",
		fr: "contient une date, qui ne dit pas de fuseau : écrivez la fin en texte, comme 2027-03-31T18:00:00+02:00, ou donnez time_zone dans les réglages",
	},
	{
		en: "holds a date without a time: whether its beginning or its end is meant cannot be known; write a time with it, such as 23:59",
		nl: "bevat een datum zonder tijd: of het begin of het einde ervan bedoeld is valt niet te zeggen; schrijf er een tijd bij, zoals 23:59",
		fr: "contient une date sans heure : on ne peut savoir si son début ou sa fin est voulu ; ajoutez une heure, comme 23:59",
	},
	{
		en: "holds %w",
		nl: "bevat %v",
		fr: "contient %v",
	},
	{
		en: "hides every row: show them; what nobody sees is not loaded",
		nl: "verbergt alle rijen: toon ze; wat niemand ziet wordt niet geladen",
		fr: "cache toutes les lignes : affichez-les ; ce que personne ne voit n'est pas chargé",
	},
	{
		en: "is merged with others (%s): take them apart (Unmerge cells), and fill in each",
		nl: "is samengevoegd met andere (%s): haal ze uit elkaar (Cellen splitsen), en vul elke cel in",
		fr: "est fusionnée avec d'autres (%s) : séparez-les (Annuler la fusion), et remplissez chacune",
	},
	{
		en: "has merged cells, %q: take them apart (Unmerge cells)",
		nl: "heeft samengevoegde cellen, %q: haal ze uit elkaar (Cellen splitsen)",
		fr: "a des cellules fusionnées, %q : séparez-les (Annuler la fusion)",
	},
	{
		en: "it is %q and not a sheet",
		nl: "het is %q en geen blad",
		fr: "c'est %q et non une feuille",
	},
	{
		en: "row %q follows row %d",
		nl: "rij %q komt na rij %d",
		fr: "la ligne %q suit la ligne %d",
	},
	{
		en: "is hidden, by hand or by a filter: show all rows, or delete it; what nobody sees is not loaded",
		nl: "is verborgen, met de hand of door een filter: toon alle rijen, of verwijder deze; wat niemand ziet wordt niet geladen",
		fr: "est cachée, à la main ou par un filtre : affichez toutes les lignes, ou supprimez-la ; ce que personne ne voit n'est pas chargé",
	},
	{
		en: "holds something under no column name: delete it, or name its column in the first row",
		nl: "bevat iets zonder kolomnaam erboven: verwijder het, of noem de kolom in de eerste rij",
		fr: "contient quelque chose sans nom de colonne : supprimez-le, ou nommez sa colonne à la première ligne",
	},
	{
		en: "column %q is there twice",
		nl: "kolom %q staat er twee keer",
		fr: "la colonne %q y est deux fois",
	},
	{
		en: "column %q is hidden: show it, or delete it; what nobody sees is not loaded",
		nl: "kolom %q is verborgen: toon haar, of verwijder haar; wat niemand ziet wordt niet geladen",
		fr: "la colonne %q est cachée : affichez-la, ou supprimez-la ; ce que personne ne voit n'est pas chargé",
	},
	{
		en: "column %q is missing",
		nl: "kolom %q ontbreekt",
		fr: "la colonne %q manque",
	},
	{
		en: "has no header row: its first row must name the columns %s",
		nl: "heeft geen kopregel: de eerste rij moet de kolommen %s noemen",
		fr: "n'a pas de ligne d'en-tête : sa première ligne doit nommer les colonnes %s",
	},
	{
		en: "%d {cell|cells} of column %q {is a number|are numbers} from here on, read by the digits: zeros before, if somebody wrote any, are gone; format the column as text where that matters",
		nl: "%d {cel|cellen} van kolom %q {is vanaf hier een getal|zijn vanaf hier getallen}, naar de cijfers gelezen: nullen ervoor, als iemand die schreef, zijn weg; maak de kolom tekst waar dat ertoe doet",
		fr: "%d {cellule|cellules} de la colonne %q {est un nombre|sont des nombres} à partir d'ici, {lue|lues} par les chiffres : les zéros devant, s'il y en avait, ont disparu ; mettez la colonne en texte là où cela compte",
	},
	{
		en: "it has macros: save it as a workbook without macros (.xlsx)",
		nl: "er zitten macro's in: sla het op als werkmap zonder macro's (.xlsx)",
		fr: "il a des macros : enregistrez-le comme classeur sans macros (.xlsx)",
	},
	{
		en: "it names no list of sheets: it is another kind of document",
		nl: "er is geen lijst van bladen: het is een ander soort document",
		fr: "il ne nomme aucune liste de feuilles : c'est un autre type de document",
	},
	{
		en: "xlsx: %w",
		nl: "xlsx: %v",
		fr: "xlsx : %v",
	},
	{
		en: "workbook %s: %w",
		nl: "werkmap %s: %v",
		fr: "classeur %s : %v",
	},
	{
		en: "%s says that somebody has the workbook open: have it saved and closed, or delete that file if it is left from a crash",
		nl: "%s zegt dat iemand de werkmap open heeft: laat haar opslaan en sluiten, of verwijder dat bestand als het van een crash is overgebleven",
		fr: "%s dit que quelqu'un a le classeur ouvert : faites-le enregistrer et fermer, ou supprimez ce fichier s'il reste d'un plantage",
	},
	{
		en: "there is no workbook (.xlsx) in it",
		nl: "er staat geen werkmap (.xlsx) in",
		fr: "il ne contient pas de classeur (.xlsx)",
	},
	{
		en: "there are %d workbooks in it, %s and %s first: leave one",
		nl: "er staan %d werkmappen in, waarvan %s en %s de eerste zijn: laat er één staan",
		fr: "il contient %d classeurs, dont %s et %s d'abord : n'en laissez qu'un",
	},
	{
		en: "%s is not read: open it and save it as a workbook without macros (File, Save as, .xlsx)",
		nl: "%s wordt niet gelezen: open het en sla het op als werkmap zonder macro's (Bestand, Opslaan als, .xlsx)",
		fr: "%s n'est pas lu : ouvrez-le et enregistrez-le comme classeur sans macros (Fichier, Enregistrer sous, .xlsx)",
	},
	{
		en: "is not a sheet of a source: the sheets are %s%s",
		nl: "is geen blad van een bron: de bladen zijn %s%s",
		fr: "n'est pas une feuille d'une source : les feuilles sont %s%s",
	},
	{
		en: "is there twice: a workbook has one sheet of a name",
		nl: "staat er twee keer: een werkmap heeft één blad van een naam",
		fr: "y est deux fois : un classeur a une feuille par nom",
	},
	{
		en: "is missing: a workbook has at least the sheets %s and %s",
		nl: "ontbreekt: een werkmap heeft ten minste de bladen %s en %s",
		fr: "manque : un classeur a au moins les feuilles %s et %s",
	},
	{
		en: "is a hidden sheet: show it, or delete it; what nobody sees is not loaded",
		nl: "is een verborgen blad: toon het, of verwijder het; wat niemand ziet wordt niet geladen",
		fr: "est une feuille cachée : affichez-la, ou supprimez-la ; ce que personne ne voit n'est pas chargé",
	},
	{
		en: "is a chart or a sheet of macros: delete it",
		nl: "is een grafiek of een blad met macro's: verwijder het",
		fr: "est un graphique ou une feuille de macros : supprimez-la",
	},
	{
		en: "tenant %q is not in %s%s",
		nl: "tenant %q staat niet in %s%s",
		fr: "le tenant %q n'est pas dans %s%s",
	},
	{
		en: "%s is there twice: first %s",
		nl: "%s staat er twee keer: eerst %s",
		fr: "%s y est deux fois : d'abord %s",
	},
	{
		en: "%s is not in %s%s",
		nl: "%s staat niet in %s%s",
		fr: "%s n'est pas dans %s%s",
	},
	{
		en: "%s is not in %s",
		nl: "%s staat niet in %s",
		fr: "%s n'est pas dans %s",
	},
	{
		en: "save it as \"CSV UTF-8\" (File, Save as)",
		nl: "sla het op als \"CSV UTF-8\" (Bestand, Opslaan als)",
		fr: "enregistrez-le comme \"CSV UTF-8\" (Fichier, Enregistrer sous)",
	},
	{
		en: "has NUL characters, as UTF-16 without a byte order mark has: %s",
		nl: "heeft NUL-tekens, zoals UTF-16 zonder byte order mark: %s",
		fr: "a des caractères NUL, comme de l'UTF-16 sans indicateur d'ordre : %s",
	},
	{
		en: "is not UTF-8: %s, or say encoding: %s in the options of the source if that is what it is",
		nl: "is geen UTF-8: %s, of zeg encoding: %s in de options van de bron als het dat is",
		fr: "n'est pas de l'UTF-8 : %s, ou dites encoding: %s dans les options de la source si c'est cela",
	},
	{
		en: "is UTF-8, and encoding says %s, which would change its letters: leave encoding out",
		nl: "is UTF-8, en encoding zegt %s, wat de letters zou veranderen: laat encoding weg",
		fr: "est de l'UTF-8, et encoding dit %s, ce qui changerait ses lettres : omettez encoding",
	},
	{
		en: "from %q is not before until %q",
		nl: "from %q ligt niet voor until %q",
		fr: "from %q n'est pas avant until %q",
	},
	{
		en: "object %q: write one of %s, a colon and the id%s",
		nl: "object %q: schrijf een van %s, een dubbele punt en het id%s",
		fr: "objet %q : écrivez l'un de %s, un deux-points et l'id%s",
	},
	{
		en: "role %q cannot be had on one %s: the roles there are %s",
		nl: "rol %q kan niet op één %s: de rollen daar zijn %s",
		fr: "le rôle %q est impossible sur un %s : les rôles y sont %s",
	},
	{
		en: "until is blank: an external client's invitation has an end, such as 2027-03-31T18:00:00+02:00",
		nl: "until is leeg: de uitnodiging van een externe klant heeft een einde, zoals 2027-03-31T18:00:00+02:00",
		fr: "until est vide : l'invitation d'un client externe a une fin, comme 2027-03-31T18:00:00+02:00",
	},
	{
		en: "until %q: a link of role %q has no end: what it shuts out would be let in by the clock, and by no plan",
		nl: "until %q: een koppeling met rol %q heeft geen einde: wat zij buitensluit zou door de klok worden toegelaten, en door geen plan",
		fr: "until %q : un lien de rôle %q n'a pas de fin : ce qu'il écarte serait admis par l'horloge, et par aucun plan",
	},
	{
		en: "from %q: a link of role %q has no beginning: until the first sync after it nobody would be shut out; write the link when it begins",
		nl: "from %q: een koppeling met rol %q heeft geen begin: tot de eerste synchronisatie daarna zou niemand buitengesloten zijn; schrijf de koppeling als zij begint",
		fr: "from %q : un lien de rôle %q n'a pas de début : jusqu'à la première synchronisation après lui personne ne serait écarté ; écrivez le lien quand il commence",
	},
	{
		en: "%s %q is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)",
		nl: "%s %q is geen tijdstip: schrijf 2027-03-31T18:00:00+02:00 (RFC 3339)",
		fr: "%s %q n'est pas un moment : écrivez 2027-03-31T18:00:00+02:00 (RFC 3339)",
	},
	{
		en: "%s as %q on %s is there twice: first %s",
		nl: "%s als %q van %s staat er twee keer: eerst %s",
		fr: "%s comme %q de %s y est deux fois : d'abord %s",
	},
	{
		en: "%s has the system role %s: whoever has it can never be %s",
		nl: "%s heeft de systeemrol %s: wie die heeft kan nooit %s zijn",
		fr: "%s a le rôle système %s : qui l'a ne peut jamais être %s",
	},
	{
		en: "does not say whether it is enabled",
		nl: "zegt niet of het ingeschakeld is",
		fr: "ne dit pas s'il est activé",
	},
	{
		en: "does not say whether it is validated",
		nl: "zegt niet of het gevalideerd is",
		fr: "ne dit pas s'il est validé",
	},
	{
		en: "does not say whether it is a serviceAccount: such a one shows as an administrator and is none",
		nl: "zegt niet of het een serviceAccount is: zo een ziet eruit als beheerder en is het niet",
		fr: "ne dit pas s'il est un serviceAccount : un tel compte paraît administrateur et ne l'est pas",
	},
	{
		en: "role %q is not known: they are ROLE_ADMIN, ROLE_USER_ADMIN, ROLE_ORGANIZATION_ADMIN, ROLE_USER, ROLE_CLIENT and %s",
		nl: "rol %q is niet bekend: mogelijk zijn ROLE_ADMIN, ROLE_USER_ADMIN, ROLE_ORGANIZATION_ADMIN, ROLE_USER, ROLE_CLIENT en %s",
		fr: "le rôle %q n'est pas connu : ce sont ROLE_ADMIN, ROLE_USER_ADMIN, ROLE_ORGANIZATION_ADMIN, ROLE_USER, ROLE_CLIENT et %s",
	},
	{
		en: "role %q is not known: they are ith.Therapist, ith.Supervisor, ith.Secretary, ith.ApplicationManager and ith.Analyst",
		nl: "rol %q is niet bekend: mogelijk zijn ith.Therapist, ith.Supervisor, ith.Secretary, ith.ApplicationManager en ith.Analyst",
		fr: "le rôle %q n'est pas connu : ce sont ith.Therapist, ith.Supervisor, ith.Secretary, ith.ApplicationManager et ith.Analyst",
	},
	{
		en: "are for professionals: this list is not of clients",
		nl: "zijn voor professionals: deze lijst is niet van cliënten",
		fr: "sont pour des professionnels : cette liste n'est pas de clients",
	},
	{
		en: "is blank: have the platform give every account one",
		nl: "is leeg: laat het platform elk account er een geven",
		fr: "est vide : que la plateforme en donne un à chaque compte",
	},
	{
		en: "emergency %q: write \"on\" or \"off\"",
		nl: "emergency %q: schrijf \"on\" of \"off\"",
		fr: "emergency %q : écrivez \"on\" ou \"off\"",
	},
	{
		en: "names no tenant",
		nl: "noemt geen tenant",
		fr: "ne nomme aucun tenant",
	},
	{
		en: "status %q does not exist: it is one of %s%s",
		nl: "status %q bestaat niet: het is een van %s%s",
		fr: "le statut %q n'existe pas : c'est l'un de %s%s",
	},
	{
		en: "role %q is there twice",
		nl: "rol %q staat er twee keer",
		fr: "le rôle %q y est deux fois",
	},
	{
		en: "has %d system roles, %s: a user has at most one",
		nl: "heeft %d systeemrollen, %s: een gebruiker heeft er ten hoogste één",
		fr: "a %d rôles système, %s : un utilisateur en a un au plus",
	},
	{
		en: "%s is a client's own login and has the role %q: a client's login has none; give the professional an account of their own",
		nl: "%s is het account van een cliënt zelf en heeft de rol %q: zo'n account heeft er geen; geef de professional een eigen account",
		fr: "%s est le compte d'un client et a le rôle %q : un tel compte n'en a pas ; donnez au professionnel son propre compte",
	},
	{
		en: "%s is already the login of %s %s",
		nl: "%s is al het account van %s %s",
		fr: "%s est déjà le compte de %s %s",
	},
	{
		en: "is left out, as are all %s here: source %s does not own them",
		nl: "is weggelaten, net als alle %s hier: ze zijn niet van bron %s",
		fr: "est laissé de côté, comme tous les %s ici : ils ne sont pas à la source %s",
	},
	{
		en: "has no end, so that whether its last field is whole cannot be known, though CSV may be written so: save the file with the end of a line after the last one",
		nl: "heeft geen regeleinde, zodat niet te zeggen is of het laatste veld heel is, al mag CSV zo geschreven zijn: sla het bestand op met een regeleinde na de laatste regel",
		fr: "n'a pas de fin, de sorte qu'on ne peut savoir si son dernier champ est entier, bien que le CSV puisse s'écrire ainsi : enregistrez le fichier avec une fin de ligne après la dernière",
	},
	{
		en: "user %s is there twice, %s, and neither a name nor an e-mail address says that it is one person: write them, or all roles in one row, separated by ;",
		nl: "gebruiker %s staat er twee keer, %s, en geen naam of e-mailadres zegt dat het één persoon is: schrijf ze, of alle rollen in één rij, met ; ertussen",
		fr: "l'utilisateur %s y est deux fois, %s, et ni nom ni adresse ne dit que c'est une seule personne : écrivez-les, ou tous les rôles en une ligne, séparés par ;",
	},
}
