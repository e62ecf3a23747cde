package catalogue

// askingTexts are about questions.
var askingTexts = []text{
	{
		en: "more than %d nodes answer on one connection, none of them twice",
		nl: "meer dan %d nodes antwoorden op één verbinding, geen ervan twee keer",
		fr: "plus de %d nœuds répondent sur une connexion, aucun deux fois",
	},
	{
		en: "it names no revision",
		nl: "ze noemt geen revisie",
		fr: "elle ne donne pas de révision",
	},
	{
		en: "outcome %d does not exist",
		nl: "uitkomst %d bestaat niet",
		fr: "le résultat %d n'existe pas",
	},
	{
		en: "it is %s and lacks context at once",
		nl: "de uitkomst is %s en er ontbreekt tegelijk context",
		fr: "le résultat est %s alors qu'il manque du contexte",
	},
	{
		en: "%d answers to %d questions",
		nl: "%d antwoorden op %d vragen",
		fr: "%d réponses à %d questions",
	},
	{
		en: "answer %d is to another question",
		nl: "antwoord %d hoort bij een andere vraag",
		fr: "la réponse %d répond à une autre question",
	},
	{
		en: "%s is what the model's own caveats take, never a question's: call the parameter of another caveat by another name",
		nl: "%s is voor de caveats van het model zelf, nooit voor een vraag: noem de parameter van een andere caveat anders",
		fr: "%s est réservé aux caveats du modèle, jamais à une question : donnez un autre nom au paramètre de l'autre caveat",
	},
	{
		en: "%w: it is to be a JSON object, with times and durations as text",
		nl: "%v: het moet een JSON-object zijn, met tijdstippen en tijdsduren als tekst",
		fr: "%v : il faut un objet JSON, avec les moments et les durées en texte",
	},
	{
		en: "it has %d bytes, and an engine takes %d: bring less",
		nl: "het heeft %d bytes en een engine neemt er %d: geef minder mee",
		fr: "il compte %d octets et un moteur en accepte %d : donnez-en moins",
	},
	{
		en: "JSON has no such number",
		nl: "zo'n getal bestaat niet in JSON",
		fr: "un tel nombre n'existe pas en JSON",
	},
	{
		en: "the number is too large to arrive as it is: bring it as text",
		nl: "het getal is te groot om heel aan te komen: geef het als tekst",
		fr: "le nombre est trop grand pour arriver tel quel : donnez-le en texte",
	},
	{
		en: "a moment is for remit's own model: give the caveats of another their values",
		nl: "een tijdstip is voor het eigen model van remit: geef de caveats van een ander model hun waarden",
		fr: "un moment est réservé au modèle de remit : donnez leurs valeurs aux caveats d'un autre modèle",
	},
	{
		en: "store %s: %w",
		nl: "opslag %s: %v",
		fr: "dépôt %s : %v",
	},
	{
		en: "store %s is to be recorded, and cannot be: %w",
		nl: "opslag %s moet in het register worden bijgehouden, en dat kan niet: %v",
		fr: "le dépôt %s doit être consigné au registre, et ne peut pas l'être : %v",
	},
	{
		en: "an engine in memory that is read only would stay empty: name the file of a store",
		nl: "een engine in het geheugen die alleen gelezen wordt zou leeg blijven: noem het bestand van een opslag",
		fr: "un moteur en mémoire et en lecture seule resterait vide : nommez le fichier d'un dépôt",
	},
	{
		en: "an engine in memory has no store to back up",
		nl: "een engine in het geheugen heeft geen opslag om een reservekopie van te maken",
		fr: "un moteur en mémoire n'a pas de dépôt à sauvegarder",
	},
	{
		en: "record %s: %w",
		nl: "register %s: %v",
		fr: "registre %s : %v",
	},
	{
		en: "the record did not have it in time",
		nl: "het register had het niet op tijd",
		fr: "le registre ne l'a pas eu à temps",
	},
	{
		en: "subject",
		nl: "gebruiker van de vraag",
		fr: "utilisateur de la question",
	},
	{
		en: "permission",
		nl: "recht",
		fr: "droit",
	},
	{
		en: "resource",
		nl: "object van de vraag",
		fr: "objet de la question",
	},
	{
		en: "context",
		nl: "context",
		fr: "contexte",
	},
	{
		en: "paging",
		nl: "bladeren",
		fr: "pagination",
	},
	{
		en: "the engine's answer cannot be used",
		nl: "het antwoord van de engine is onbruikbaar",
		fr: "la réponse du moteur est inutilisable",
	},
	{
		en: "lists are answered from memory, which has nothing fresh",
		nl: "lijsten komen uit het geheugen, en daar is niets actueels",
		fr: "les listes viennent de la mémoire, qui n'a rien d'actuel",
	},
	{
		en: "ask again in a moment",
		nl: "vraag het zo dadelijk nog eens",
		fr: "redemandez dans un instant",
	},
	{
		en: "everybody has it, or everybody but some: a list names single ones; check one",
		nl: "iedereen heeft het, of iedereen behalve sommigen: een lijst noemt er afzonderlijke; vraag er één na",
		fr: "tout le monde l'a, ou tout le monde sauf certains : une liste en nomme un par un ; vérifiez-en un seul",
	},
	{
		en: "check that the address is that of a SpiceDB of a supported version",
		nl: "controleer of op dat adres een SpiceDB van een ondersteunde versie draait",
		fr: "vérifiez que l'adresse est celle d'un SpiceDB d'une version prise en charge",
	},
	{
		en: "check that the engine runs and that its address and TLS settings are right",
		nl: "controleer of de engine draait en of het adres en de TLS-instellingen kloppen",
		fr: "vérifiez que le moteur tourne, et que son adresse et ses réglages TLS sont justes",
	},
	{
		en: "check the engine's load, or allow more time",
		nl: "controleer hoe druk de engine het heeft, of geef meer tijd",
		fr: "vérifiez la charge du moteur, ou accordez plus de temps",
	},
	{
		en: "check the engine's key",
		nl: "controleer de sleutel van de engine",
		fr: "vérifiez la clé du moteur",
	},
	{
		en: "check that the engine holds this version's schema",
		nl: "controleer of de engine het schema van deze versie heeft",
		fr: "vérifiez que le moteur a le schéma de cette version",
	},
	{
		en: "the revision is no longer kept: ask without it",
		nl: "de revisie wordt niet meer bewaard: vraag zonder",
		fr: "la révision n'est plus conservée : demandez sans elle",
	},
	{
		en: "the engine answered %s: %s",
		nl: "de engine antwoordde %s: %s",
		fr: "le moteur a répondu %s : %s",
	},
	{
		en: "explaining %s: %w",
		nl: "uitleg van %s: %v",
		fr: "explication de %s : %v",
	},
	{
		en: "explaining %s: the graph cannot decide it",
		nl: "uitleg van %s: de graaf kan het niet beslissen",
		fr: "explication de %s : le graphe ne peut pas trancher",
	},
	{
		en: "computing the table: %d answers to %d questions",
		nl: "de tabel berekenen: %d antwoorden op %d vragen",
		fr: "calcul du tableau : %d réponses à %d questions",
	},
	{
		en: "computing the table: %w",
		nl: "de tabel berekenen: %v",
		fr: "calcul du tableau : %v",
	},
	{
		en: "limit %d: a page has from 1 to %d references; 0 is %d",
		nl: "limiet %d: een bladzijde heeft 1 tot %d verwijzingen; 0 is %d",
		fr: "limite %d : une page a de 1 à %d références ; 0 vaut %d",
	},
	{
		en: "%s is not in the list, which is of type %s in tenant %s: take the last reference of a page",
		nl: "%s staat niet in de lijst, die van type %s in tenant %s is: neem de laatste verwijzing van een bladzijde",
		fr: "%s n'est pas dans la liste, qui est du type %s dans le tenant %s : prenez la dernière référence d'une page",
	},
	{
		en: "nothing can be asked on %s: ask on its account instead",
		nl: "over %s valt niets te vragen: vraag over het account",
		fr: "rien ne peut être demandé sur %s : demandez sur son compte",
	},
	{
		en: "type %s has no permissions: check a relation by its name",
		nl: "type %s heeft geen rechten: vraag een relatie na bij haar naam",
		fr: "le type %s n'a pas de droits : vérifiez une relation par son nom",
	},
	{
		en: "%s is not a user: only users act",
		nl: "%s is geen gebruiker: alleen gebruikers doen iets",
		fr: "%s n'est pas un utilisateur : seuls les utilisateurs agissent",
	},
	{
		en: "permission %s is not written as type#name",
		nl: "recht %s is niet geschreven als type#naam",
		fr: "le droit %s n'est pas écrit comme type#nom",
	},
	{
		en: "permission %s is not asked on %s: it belongs to type %s",
		nl: "recht %s wordt niet gevraagd over %s: het hoort bij type %s",
		fr: "le droit %s ne se demande pas sur %s : il appartient au type %s",
	},
	{
		en: "it may go by %s, which stores \"now\" and would never end: take that away",
		nl: "het kan gaan via %s, dat \"now\" bewaart en nooit zou eindigen: haal dat weg",
		fr: "cela peut passer par %s, qui conserve \"now\" et ne finirait jamais : retirez-le",
	},
	{
		en: "an item names no revision",
		nl: "een onderdeel noemt geen revisie",
		fr: "un élément ne donne pas de révision",
	},
	{
		en: "its items are of different revisions",
		nl: "de onderdelen zijn van verschillende revisies",
		fr: "les éléments sont de révisions différentes",
	},
	{
		en: "the model does not say of which type subjects are listed",
		nl: "het model zegt niet van welk type de gebruikers van een lijst zijn",
		fr: "le modèle ne dit pas de quel type sont les utilisateurs d'une liste",
	},
	{
		en: "user %s: write it as user:tenant/{user}",
		nl: "gebruiker %s: schrijf user:tenant/{user}",
		fr: "utilisateur %s : écrivez user:tenant/{user}",
	},
	{
		en: "route %s: %w",
		nl: "route %s: %v",
		fr: "route %s : %v",
	},
	{
		en: "the resource has {%s}, and the pattern has not",
		nl: "de resource heeft {%s}, en het patroon niet",
		fr: "la ressource a {%s}, et le modèle d'adresse ne l'a pas",
	},
	{
		en: "the pattern cannot be used: %v",
		nl: "het patroon is onbruikbaar: %v",
		fr: "le modèle d'adresse est inutilisable : %v",
	},
	{
		en: "certificates: who signs them is not said",
		nl: "certificates: wie ze ondertekent is niet gezegd",
		fr: "certificates : qui les signe n'est pas dit",
	},
	{
		en: "certificates: which field names the user is not said: choose %s, %s, %s or %s",
		nl: "certificates: welk veld de gebruiker noemt is niet gezegd: kies %s, %s, %s of %s",
		fr: "certificates : quel champ nomme l'utilisateur n'est pas dit : choisissez %s, %s, %s ou %s",
	},
	{
		en: "certificates: field %q does not exist: choose %s, %s, %s or %s",
		nl: "certificates: veld %q bestaat niet: kies %s, %s, %s of %s",
		fr: "certificates : le champ %q n'existe pas : choisissez %s, %s, %s ou %s",
	},
	{
		en: "a certificate is not taken: %w",
		nl: "een certificaat wordt niet aangenomen: %v",
		fr: "un certificat n'est pas accepté : %v",
	},
	{
		en: "a certificate names its user %d times by its field %s",
		nl: "een certificaat noemt zijn gebruiker %d keer met veld %s",
		fr: "un certificat nomme son utilisateur %d fois par son champ %s",
	},
	{
		en: "what is handed on as a certificate is none",
		nl: "wat als certificaat is doorgegeven is er geen",
		fr: "ce qui est transmis comme certificat n'en est pas un",
	},
	{
		en: "no route is for the request",
		nl: "geen route past bij het verzoek",
		fr: "aucune route ne convient à la requête",
	},
	{
		en: "how a user is known is not said: name the header, or whose tokens or certificates are taken",
		nl: "waaraan een gebruiker herkend wordt is niet gezegd: noem de header, of wiens tokens of certificaten aangenomen worden",
		fr: "comment un utilisateur est connu n'est pas dit : nommez l'en-tête, ou de qui les jetons ou certificats sont acceptés",
	},
	{
		en: "what gateways say of their users is believed from networks that are named, and none is",
		nl: "wat gateways van hun gebruikers zeggen wordt geloofd van genoemde netwerken, en er is er geen genoemd",
		fr: "ce que des passerelles disent de leurs utilisateurs est cru de réseaux nommés, et aucun ne l'est",
	},
	{
		en: "a header has certificates, and whose are taken is not said",
		nl: "een header heeft certificaten, en wiens aangenomen worden is niet gezegd",
		fr: "un en-tête porte des certificats, et lesquels sont acceptés n'est pas dit",
	},
	{
		en: "not tried",
		nl: "niet geprobeerd",
		fr: "pas essayé",
	},
	{
		en: "the user has no name",
		nl: "de gebruiker heeft geen naam",
		fr: "l'utilisateur n'a pas de nom",
	},
	{
		en: "a header is there twice that names the user",
		nl: "een header die de gebruiker noemt staat er twee keer",
		fr: "un en-tête qui nomme l'utilisateur y est deux fois",
	},
	{
		en: "the token is for another tenant",
		nl: "het token is voor een andere tenant",
		fr: "le jeton est pour un autre tenant",
	},
	{
		en: "two certificates name the user",
		nl: "twee certificaten noemen de gebruiker",
		fr: "deux certificats nomment l'utilisateur",
	},
	{
		en: "who has %s on %s: %w",
		nl: "wie %s heeft op %s: %v",
		fr: "qui a %s sur %s : %v",
	},
	{
		en: "everybody has it by a wildcard, which is no list",
		nl: "iedereen heeft het door een wildcard, en dat is geen lijst",
		fr: "tout le monde l'a par un joker, qui n'est pas une liste",
	},
	{
		en: "decisions: a share of %v is none: it is more than 0 and at most 1",
		nl: "decisions: een deel van %v is er geen: het is meer dan 0 en ten hoogste 1",
		fr: "decisions : une part de %v n'en est pas une : elle dépasse 0 et vaut 1 au plus",
	},
	{
		en: "the queue of decisions is full",
		nl: "de wachtrij van beslissingen is vol",
		fr: "la file des décisions est pleine",
	},
	{
		en: "the record of decisions was closed",
		nl: "het register van beslissingen is gesloten",
		fr: "le registre des décisions a été fermé",
	},
	{
		en: "record %s did not have it within %s",
		nl: "register %s had het niet binnen %s",
		fr: "le registre %s ne l'a pas eu en %s",
	},
	{
		en: "the answer is to be recorded, and cannot be: %w",
		nl: "het antwoord moet bijgehouden worden, en dat kan niet: %v",
		fr: "la réponse doit être consignée, et ne peut l'être : %v",
	},
	{
		en: "a message of type %T is none of gRPC's",
		nl: "een bericht van type %T is er geen van gRPC",
		fr: "un message du type %T n'en est pas un de gRPC",
	},
	{
		en: "the engine's schema of then is not known",
		nl: "het schema van de engine van toen is niet bekend",
		fr: "le schéma du moteur d'alors n'est pas connu",
	},
	{
		en: "record %s at %s: %w",
		nl: "register %s op %s: %v",
		fr: "registre %s au %s : %v",
	},
	{
		en: "the record cannot decide it",
		nl: "het register kan het niet beslissen",
		fr: "le registre ne peut trancher",
	},
	{
		en: "record %s: the store does not remember how far it goes: %w",
		nl: "register %s: de opslag weet niet meer hoe ver het gaat: %v",
		fr: "registre %s : le dépôt ne se rappelle pas jusqu'où il va : %v",
	},
}
