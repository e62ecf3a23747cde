package catalogue

// engineTexts are about engines, keys, settings and files.
var engineTexts = []text{
	{
		en: "the file exists",
		nl: "het bestand bestaat al",
		fr: "le fichier existe déjà",
	},
	{
		en: "somebody put another file in its place while it was written",
		nl: "iemand heeft er een ander bestand voor in de plaats gezet terwijl het geschreven werd",
		fr: "quelqu'un a mis un autre fichier à sa place pendant l'écriture",
	},
	{
		en: "file %s: %w: name a new one",
		nl: "bestand %s: %v: noem een nieuw bestand",
		fr: "fichier %s : %v : nommez-en un nouveau",
	},
	{
		en: "the folder's name is blank",
		nl: "de naam van de map is leeg",
		fr: "le nom du dossier est vide",
	},
	{
		en: "it is too long",
		nl: "het is te lang",
		fr: "il est trop long",
	},
	{
		en: "it is not a regular file",
		nl: "het is geen gewoon bestand",
		fr: "ce n'est pas un fichier ordinaire",
	},
	{
		en: "%w: more than %d KiB",
		nl: "%v: meer dan %d KiB",
		fr: "%v : plus de %d Kio",
	},
	{
		en: "%w: more than %d MiB",
		nl: "%v: meer dan %d MiB",
		fr: "%v : plus de %d Mio",
	},
	{
		en: "others than its owner may use it (mode %#o)",
		nl: "anderen dan de eigenaar kunnen erbij (modus %#o)",
		fr: "d'autres que son propriétaire y ont accès (mode %#o)",
	},
	{
		en: "%s: %w: run `chmod 600` on it",
		nl: "%s: %v: voer er `chmod 600` op uit",
		fr: "%s : %v : lancez `chmod 600` dessus",
	},
	{
		en: "%s is empty: it holds the secret and nothing else",
		nl: "%s is leeg: er hoort het geheim in te staan en verder niets",
		fr: "%s est vide : il doit contenir le secret et rien d'autre",
	},
	{
		en: "%s has more than one line: it holds the secret and nothing else",
		nl: "%s heeft meer dan één regel: er hoort het geheim in te staan en verder niets",
		fr: "%s a plus d'une ligne : il doit contenir le secret et rien d'autre",
	},
	{
		en: "%s is not known here",
		nl: "%s is hier niet bekend",
		fr: "%s n'est pas connu ici",
	},
	{
		en: "%s is not known here; did you mean %s?",
		nl: "%s is hier niet bekend; bedoelt u %s?",
		fr: "%s n'est pas connu ici ; vouliez-vous dire %s ?",
	},
	{
		en: "looking whether %s is known: %w",
		nl: "nagaan of %s bekend is: %v",
		fr: "recherche de %s : %v",
	},
	{
		en: "; did you mean \"%s\"?",
		nl: "; bedoelt u \"%s\"?",
		fr: " ; vouliez-vous dire \"%s\" ?",
	},
	{
		en: "endpoint %q: write it as HOST:PORT, such as 127.0.0.1:50051",
		nl: "endpoint %q: schrijf HOST:POORT, zoals 127.0.0.1:50051",
		fr: "endpoint %q : écrivez HÔTE:PORT, comme 127.0.0.1:50051",
	},
	{
		en: "an engine at an endpoint wants a key: set REMIT_KEY or --key-file",
		nl: "een engine op een adres wil een sleutel: zet REMIT_KEY of --key-file",
		fr: "un moteur à une adresse veut une clé : donnez REMIT_KEY ou --key-file",
	},
	{
		en: "starting the datastore in memory: %w",
		nl: "de opslag in het geheugen starten: %v",
		fr: "démarrage du dépôt en mémoire : %v",
	},
	{
		en: "starting SpiceDB: %w",
		nl: "SpiceDB starten: %v",
		fr: "démarrage de SpiceDB : %v",
	},
	{
		en: "it stopped while it started: %w",
		nl: "hij stopte tijdens het starten: %v",
		fr: "il s'est arrêté en démarrant : %v",
	},
	{
		en: "it did not become ready within %s: %w",
		nl: "hij was niet binnen %s gereed: %v",
		fr: "il n'a pas été prêt en %s : %v",
	},
	{
		en: "the newest revision: %w",
		nl: "de nieuwste revisie: %v",
		fr: "la révision la plus récente : %v",
	},
	{
		en: "the revision of a call: %w",
		nl: "de revisie van een aanroep: %v",
		fr: "la révision d'un appel : %v",
	},
	{
		en: "a certificate needs its private key, and the other way round",
		nl: "een certificaat heeft zijn privésleutel nodig, en omgekeerd",
		fr: "un certificat demande sa clé privée, et inversement",
	},
	{
		en: "a server without keys would answer every program on the machine",
		nl: "een server zonder sleutels zou elk programma op de machine antwoorden",
		fr: "un serveur sans clés répondrait à tout programme de la machine",
	},
	{
		en: "beyond this machine nothing is served without keys and TLS",
		nl: "buiten deze machine wordt niets bediend zonder sleutels en TLS",
		fr: "hors de cette machine, rien n'est servi sans clés ni TLS",
	},
	{
		en: "address %s: %w",
		nl: "adres %s: %v",
		fr: "adresse %s : %v",
	},
	{
		en: "private key %s: %w: run `chmod 600` on it, or make a new one",
		nl: "privésleutel %s: %v: voer er `chmod 600` op uit, of maak een nieuwe",
		fr: "clé privée %s : %v : lancez `chmod 600` dessus, ou faites-en une nouvelle",
	},
	{
		en: "certificate %s with private key %s: %w",
		nl: "certificaat %s met privésleutel %s: %v",
		fr: "certificat %s avec la clé privée %s : %v",
	},
	{
		en: "on: %q is none of %s, %s, %s and %s",
		nl: "on: %q is geen van %s, %s, %s en %s",
		fr: "on : %q n'est ni %s, ni %s, ni %s, ni %s",
	},
	{
		en: "it needs a command or a url, and not both",
		nl: "er is een command of een url nodig, en niet allebei",
		fr: "il faut command ou url, et non les deux",
	},
	{
		en: "its command is blank",
		nl: "command is leeg",
		fr: "command est vide",
	},
	{
		en: "its timeout is %s, which is no time",
		nl: "timeout is %s, en dat is geen tijd",
		fr: "timeout est %s, ce qui n'est pas une durée",
	},
	{
		en: "its secret has %d bytes, and %d at least sign a message",
		nl: "het geheim heeft %d bytes, en er zijn er minstens %d nodig om een bericht te ondertekenen",
		fr: "le secret a %d octets, et il en faut au moins %d pour signer un message",
	},
	{
		en: "its url is to begin with https://, or with http:// on this machine",
		nl: "url moet met https:// beginnen, of met http:// op deze machine",
		fr: "url doit commencer par https://, ou par http:// sur cette machine",
	},
	{
		en: "alias %s: type %s does not exist",
		nl: "alias %s: type %s bestaat niet",
		fr: "alias %s : le type %s n'existe pas",
	},
	{
		en: "alias %s: that is a type of the model",
		nl: "alias %s: dat is een type van het model",
		fr: "alias %s : c'est un type du modèle",
	},
	{
		en: "that is a permission of the model",
		nl: "dat is een recht van het model",
		fr: "c'est un droit du modèle",
	},
	{
		en: "alias %s: %w",
		nl: "alias %s: %v",
		fr: "alias %s : %v",
	},
	{
		en: "the base address cannot be read: write it as https://pdp.example.org",
		nl: "het basisadres is niet te lezen: schrijf het als https://pdp.example.org",
		fr: "l'adresse de base est illisible : écrivez-la comme https://pdp.example.org",
	},
	{
		en: "the base address %s: it is to begin with https:// and to have no user, query or fragment",
		nl: "het basisadres %s moet met https:// beginnen, zonder gebruiker, query of fragment",
		fr: "l'adresse de base %s doit commencer par https://, sans utilisateur, requête ni fragment",
	},
	{
		en: "serving on %s: %w",
		nl: "bedienen op %s: %v",
		fr: "service sur %s : %v",
	},
	{
		en: "listen address %q: write it as HOST:PORT, such as %s",
		nl: "adres %q: schrijf HOST:POORT, zoals %s",
		fr: "adresse %q : écrivez HÔTE:PORT, comme %s",
	},
	{
		en: "an engine that listens needs a key, or any program on the machine could change who may do what",
		nl: "een engine die bedient heeft een sleutel nodig, of elk programma op de machine kan veranderen wie wat mag",
		fr: "un moteur qui sert a besoin d'une clé, ou tout programme de la machine pourrait changer qui peut quoi",
	},
	{
		en: "listening on %s would send the key in clear over a network: listen on 127.0.0.1 and put a proxy with TLS before it, or run a SpiceDB cluster",
		nl: "op %s zou de sleutel leesbaar over een netwerk gaan: bedien 127.0.0.1 en zet er een proxy met TLS voor, of gebruik een SpiceDB-cluster",
		fr: "sur %s la clé passerait en clair sur un réseau : servez sur 127.0.0.1 et mettez devant un mandataire avec TLS, ou utilisez une grappe SpiceDB",
	},
	{
		en: "looking for relationships that store the time of a question: %w",
		nl: "zoeken naar relaties die het tijdstip van een vraag bewaren: %v",
		fr: "recherche de relations qui conservent le moment d'une question : %v",
	},
	{
		en: "%s: `remit sync` and `remit emergency stop` take it away",
		nl: "%s: `remit sync` en `remit emergency stop` halen het weg",
		fr: "%s : `remit sync` et `remit emergency stop` le retirent",
	},
	{
		en: "there is no such key",
		nl: "die sleutel is er niet",
		fr: "cette clé n'existe pas",
	},
	{
		en: "key %s: %w",
		nl: "sleutel %s: %v",
		fr: "clé %s : %v",
	},
	{
		en: "%w: run `chmod 600` on it, and make new keys if somebody may have changed it",
		nl: "%v: voer er `chmod 600` op uit, en maak nieuwe sleutels als iemand het kan hebben veranderd",
		fr: "%v : lancez `chmod 600` dessus, et faites de nouvelles clés si quelqu'un a pu le changer",
	},
	{
		en: "it is none: it cannot be read",
		nl: "dat is het niet: het is niet te lezen",
		fr: "il n'en est pas un : il est illisible",
	},
	{
		en: "it is none: it goes on after its end",
		nl: "dat is het niet: het gaat door na zijn einde",
		fr: "il n'en est pas un : il continue après sa fin",
	},
	{
		en: "it is none: it has no page_key",
		nl: "dat is het niet: het heeft geen page_key",
		fr: "il n'en est pas un : il n'a pas de page_key",
	},
	{
		en: "key %s is there twice",
		nl: "sleutel %s staat er twee keer",
		fr: "la clé %s y est deux fois",
	},
	{
		en: "purpose %s does not exist: choose read, write or admin",
		nl: "doel %s bestaat niet: kies read, write of admin",
		fr: "l'usage %s n'existe pas : choisissez read, write ou admin",
	},
	{
		en: "a key of the purpose admin is for all tenants: the engine's own API knows none",
		nl: "een sleutel met doel admin is voor alle tenants: de eigen API van de engine kent er geen",
		fr: "une clé de l'usage admin vaut pour tous les tenants : l'API du moteur n'en connaît pas",
	},
	{
		en: "a key is for all tenants, or for those that are named",
		nl: "een sleutel is voor alle tenants, of voor die welke genoemd worden",
		fr: "une clé vaut pour tous les tenants, ou pour ceux qui sont nommés",
	},
	{
		en: "a key is for one tenant at least: name it",
		nl: "een sleutel is voor ten minste één tenant: noem hem",
		fr: "une clé vaut pour un tenant au moins : nommez-le",
	},
	{
		en: "key %s: its sha256 is none",
		nl: "sleutel %s: de sha256 is er geen",
		fr: "clé %s : son sha256 n'en est pas un",
	},
	{
		en: "key %s: its id is none",
		nl: "sleutel %s: het id is er geen",
		fr: "clé %s : son id n'en est pas un",
	},
	{
		en: "the key is not known",
		nl: "de sleutel is niet bekend",
		fr: "la clé n'est pas connue",
	},
	{
		en: "no source owns %s: some source must, or nobody can be referred to",
		nl: "geen bron bezit %s: een moet het doen, anders kan naar niemand verwezen worden",
		fr: "aucune source ne possède %s : il en faut une, sinon on ne peut se référer à personne",
	},
	{
		en: "record: %s is not known: it is %s, or left out",
		nl: "record: %s is niet bekend: het is %s, of weggelaten",
		fr: "record : %s n'est pas connu : c'est %s, ou omis",
	},
	{
		en: "emergencies: %w",
		nl: "emergencies: %v",
		fr: "emergencies : %v",
	},
	{
		en: "emergencies: the max of tenant %s is %s, and is %s at most",
		nl: "emergencies: de max van tenant %s is %s, en is ten hoogste %s",
		fr: "emergencies : le max du tenant %s est %s, et est %s au plus",
	},
	{
		en: "gateway: %s is no network: write it as 10.0.0.0/8, or 127.0.0.1/32 for one address",
		nl: "gateway: %s is geen netwerk: schrijf 10.0.0.0/8, of 127.0.0.1/32 voor één adres",
		fr: "gateway : %s n'est pas un réseau : écrivez 10.0.0.0/8, ou 127.0.0.1/32 pour une adresse",
	},
	{
		en: "service: %s is less than none",
		nl: "service: %s is minder dan niets",
		fr: "service : %s est moins que rien",
	},
	{
		en: "line %d: %w",
		nl: "regel %d: %v",
		fr: "ligne %d : %v",
	},
	{
		en: "protected: users: %w",
		nl: "protected: users: %v",
		fr: "protected : users : %v",
	},
	{
		en: "limits: %w",
		nl: "limits: %v",
		fr: "limits : %v",
	},
	{
		en: "reading the settings: %w",
		nl: "de instellingen lezen: %v",
		fr: "lecture des réglages : %v",
	},
	{
		en: "reading the settings %s: %w",
		nl: "de instellingen %s lezen: %v",
		fr: "lecture des réglages %s : %v",
	},
	{
		en: "settings %s: %w",
		nl: "instellingen %s: %v",
		fr: "réglages %s : %v",
	},
	{
		en: "a settings file holds one document: take out the line --- and what follows it, or put it into a file of its own",
		nl: "een instellingenbestand bevat één document: haal de regel --- en wat erop volgt weg, of zet dat in een eigen bestand",
		fr: "un fichier de réglages contient un document : retirez la ligne --- et ce qui suit, ou mettez-le dans un fichier à part",
	},
	{
		en: "line %d: key %s does not exist here: the keys are %s%s",
		nl: "regel %d: sleutel %s bestaat hier niet: de sleutels zijn %s%s",
		fr: "ligne %d : la clé %s n'existe pas ici : les clés sont %s%s",
	},
	{
		en: "writing: %w",
		nl: "schrijven: %v",
		fr: "écriture : %v",
	},
	{
		en: "copying relationships after the first %d: %w",
		nl: "relaties kopiëren na de eerste %d: %v",
		fr: "copie des relations après les %d premières : %v",
	},
	{
		en: "reading: %w",
		nl: "lezen: %v",
		fr: "lecture : %v",
	},
	{
		en: "%d of %d were taken",
		nl: "aangenomen: %d van %d",
		fr: "%d {a été pris|ont été pris} sur %d",
	},
	{
		en: "name %s is there twice: first on line %d",
		nl: "naam %s staat er twee keer: eerst op regel %d",
		fr: "le nom %s y est deux fois : d'abord à la ligne %d",
	},
	{
		en: "a source has no name: give it one, such as hr",
		nl: "een bron heeft geen naam: geef haar er een, zoals hr",
		fr: "une source n'a pas de nom : donnez-lui-en un, comme hr",
	},
	{
		en: "source %s has no path: name its folder or file",
		nl: "bron %s heeft geen path: noem haar map of bestand",
		fr: "la source %s n'a pas de path : nommez son dossier ou son fichier",
	},
	{
		en: "source %s has no path, and %s is read from files: name its folder or file",
		nl: "bron %s heeft geen path, en %s wordt uit bestanden gelezen: noem haar map of bestand",
		fr: "la source %s n'a pas de path, et %s se lit de fichiers : nommez son dossier ou son fichier",
	},
	{
		en: "source %s has a path, and %s is read from its server: leave path out",
		nl: "bron %s heeft een path, en %s wordt van zijn server gelezen: laat path weg",
		fr: "la source %s a un path, et %s se lit de son serveur : omettez path",
	},
	{
		en: "source %s: %v",
		nl: "bron %s: %v",
		fr: "source %s : %v",
	},
	{
		en: "source %s owns %s, which does not exist: the kinds are %s%s",
		nl: "bron %s bezit %s, en dat bestaat niet: de soorten zijn %s%s",
		fr: "la source %s possède %s, qui n'existe pas : les sortes sont %s%s",
	},
	{
		en: "sources %s and %s both own %s in %s: say with owns, or with tenants, which of them does",
		nl: "bronnen %s en %s bezitten beide %s in %s: zeg met owns, of met tenants, welke van de twee",
		fr: "les sources %s et %s possèdent toutes deux %s (%s) : dites avec owns, ou avec tenants, laquelle des deux",
	},
	{
		en: "what remit.yaml lists",
		nl: "wat remit.yaml noemt",
		fr: "ce que liste remit.yaml",
	},
	{
		en: "and keep it elsewhere",
		nl: "en bewaar het elders",
		fr: "et gardez-le ailleurs",
	},
	{
		en: "edit it, then",
		nl: "pas het aan, en dan",
		fr: "modifiez-le, puis",
	},
	{
		en: "what it would come to",
		nl: "waar het op neer zou komen",
		fr: "à quoi cela reviendrait",
	},
	{
		en: "what can be undone, the newest last",
		nl: "wat ongedaan gemaakt kan worden, het nieuwste laatst",
		fr: "ce qui peut être annulé, le plus récent en dernier",
	},
	{
		en: "every tenant",
		nl: "elke tenant",
		fr: "tous les tenants",
	},
	{
		en: "source %s has options and no format: say whose they are, such as format: csv",
		nl: "bron %s heeft options en geen format: zeg waarvan ze zijn, zoals format: csv",
		fr: "la source %s a des options et pas de format : dites de qui elles sont, comme format: csv",
	},
	{
		en: "tokens: %w",
		nl: "tokens: %v",
		fr: "tokens : %v",
	},
	{
		en: "gateway: tokens: %w",
		nl: "gateway: tokens: %v",
		fr: "gateway : tokens : %v",
	},
	{
		en: "labels: %s is not known: it is %s, or left out",
		nl: "labels: %s is niet bekend: het is %s, of weggelaten",
		fr: "labels : %s n'est pas connu : c'est %s, ou omis",
	},
	{
		en: "emergencies: nothing is said of tenant %s: give it a max or a review_within",
		nl: "emergencies: van tenant %s is niets gezegd: geef een max of een review_within",
		fr: "emergencies : rien n'est dit du tenant %s : donnez-lui un max ou un review_within",
	},
	{
		en: "emergencies: the review_within of tenant %s is %s, which is no time",
		nl: "emergencies: de review_within van tenant %s is %s, en dat is geen tijd",
		fr: "emergencies : le review_within du tenant %s est %s, qui n'est pas une durée",
	},
	{
		en: "decisions: %w",
		nl: "decisions: %v",
		fr: "decisions : %v",
	},
	{
		en: "record %s is not known: it is one of %s",
		nl: "record %s is niet bekend: het is een van %s",
		fr: "record %s n'est pas connu : c'est l'un de %s",
	},
	{
		en: "permissions go with record: named, and it with them",
		nl: "permissions hoort bij record: named, en omgekeerd",
		fr: "permissions va avec record: named, et inversement",
	},
	{
		en: "a share of %v is none: it is more than 0 and at most 1",
		nl: "een deel van %v is er geen: het is meer dan 0 en ten hoogste 1",
		fr: "une part de %v n'en est pas une : elle dépasse 0 et vaut 1 au plus",
	},
	{
		en: "nothing is recorded, and yet it is said how: give record too",
		nl: "er wordt niets bijgehouden, en toch is gezegd hoe: geef ook record",
		fr: "rien n'est consigné, et pourtant il est dit comment : donnez aussi record",
	},
	{
		en: "permission %s: write it with its type, such as client#view_dossier",
		nl: "recht %s: schrijf het met zijn type, zoals client#view_dossier",
		fr: "droit %s : écrivez-le avec son type, comme client#view_dossier",
	},
	{
		en: "retention: days are less than none",
		nl: "retention: dagen zijn minder dan niets",
		fr: "retention : des jours sont moins que rien",
	},
	{
		en: "line %s: is not YAML: %w; look at the blanks, brackets and quotes there and just before",
		nl: "regel %s: is geen YAML: %v; kijk daar en net ervoor naar de spaties, haken en aanhalingstekens",
		fr: "ligne %s : n'est pas du YAML : %v ; regardez là et juste avant les espaces, crochets et guillemets",
	},
	{
		en: "line %d: %s is %s",
		nl: "regel %d: %s is %s",
		fr: "ligne %d : %s est %s",
	},
	{
		en: "%s: %v: run `chmod -R go= %s`, since who may do what is for its owner only",
		nl: "%s: %v: geef `chmod -R go= %s`, want wie wat mag is alleen voor de eigenaar",
		fr: "%s : %v : lancez `chmod -R go= %s`, car qui peut faire quoi n'est que pour son propriétaire",
	},
}
