package catalogue

// modelTexts are about names, schemas and models.
var modelTexts = []text{
	{
		en: "the engine's schema is not this program's: %d {difference|differences}, the first: %s",
		nl: "het schema van de engine is niet dat van dit programma: %d {verschil|verschillen}, het eerste: %s",
		fr: "le schéma du moteur n'est pas celui de ce programme : %d {différence|différences}, la première : %s",
	},
	{
		en: "comparing the engine's schema: %w",
		nl: "het schema van de engine vergelijken: %v",
		fr: "comparaison du schéma du moteur : %v",
	},
	{
		en: "language %s is not known: choose en, nl or fr",
		nl: "taal %s is niet bekend: kies en, nl of fr",
		fr: "la langue %s n'est pas connue : choisissez en, nl ou fr",
	},
	{
		en: "type %s does not exist: the types are %s",
		nl: "type %s bestaat niet: de types zijn %s",
		fr: "le type %s n'existe pas : les types sont %s",
	},
	{
		en: "type %s has no permission %s: it has %s",
		nl: "type %s heeft geen recht %s: wel %s",
		fr: "le type %s n'a pas de droit %s : il a %s",
	},
	{
		en: "type %s has no permission %s, nor any other",
		nl: "type %s heeft geen recht %s, en ook geen ander",
		fr: "le type %s n'a pas de droit %s, ni aucun autre",
	},
	{
		en: "reference %s: %w",
		nl: "verwijzing %s: %v",
		fr: "référence %s : %v",
	},
	{
		en: "reference %s has no type: write it as type:id",
		nl: "verwijzing %s heeft geen type: schrijf type:id",
		fr: "la référence %s n'a pas de type : écrivez type:id",
	},
	{
		en: "reference %s has no type: write it as type:tenant/id, such as client:veldzicht/c-1042",
		nl: "verwijzing %s heeft geen type: schrijf type:tenant/id, zoals client:veldzicht/c-1042",
		fr: "la référence %s n'a pas de type : écrivez type:tenant/id, comme client:veldzicht/c-1042",
	},
	{
		en: "reference %s has no tenant: write it as %s:tenant/id",
		nl: "verwijzing %s heeft geen tenant: schrijf %s:tenant/id",
		fr: "la référence %s n'a pas de tenant : écrivez %s:tenant/id",
	},
	{
		en: "reference %s is not quoted as remit quotes: write it without quotes",
		nl: "verwijzing %s staat anders tussen aanhalingstekens dan remit ze schrijft: schrijf haar zonder",
		fr: "la référence %s n'est pas entre guillemets comme remit les écrit : écrivez-la sans guillemets",
	},
	{
		en: "object %s has no tenant in its id",
		nl: "object %s heeft geen tenant in zijn id",
		fr: "l'objet %s n'a pas de tenant dans son id",
	},
	{
		en: "object %s: %w",
		nl: "object %s: %v",
		fr: "objet %s : %v",
	},
	{
		en: "object %s: its id is not in the form that remit writes, which would be %s",
		nl: "object %s: het id heeft niet de vorm die remit schrijft, en dat is %s",
		fr: "objet %s : son id n'a pas la forme que remit écrit, qui est %s",
	},
	{
		en: "tenant %s: this schema has no tenants",
		nl: "tenant %s: dit schema kent geen tenants",
		fr: "tenant %s : ce schéma n'a pas de tenants",
	},
	{
		en: "id %s has a #: it would name whoever has a relation to an object; ask about one object",
		nl: "id %s heeft een #: dat zou iedereen aanduiden met een relatie tot een object; vraag over één object",
		fr: "l'id %s a un # : il désignerait quiconque a une relation avec un objet ; demandez sur un seul objet",
	},
	{
		en: "a tenant is its name alone, such as tenant:veldzicht",
		nl: "een tenant is alleen een naam, zoals tenant:veldzicht",
		fr: "un tenant est seulement son nom, comme tenant:veldzicht",
	},
	{
		en: "the tenant is blank",
		nl: "de tenant is leeg",
		fr: "le tenant est vide",
	},
	{
		en: "the tenant is %d bytes long: at most %d",
		nl: "de tenant is %d bytes lang: ten hoogste %d",
		fr: "le tenant fait %d octets : %d au plus",
	},
	{
		en: "tenant %s: a tenant is written with a-z, 0-9 and - only",
		nl: "tenant %s: een tenant schrijft u alleen met a-z, 0-9 en -",
		fr: "tenant %s : un tenant s'écrit seulement avec a-z, 0-9 et -",
	},
	{
		en: "the id \"*\" would mean everybody: it is not an id",
		nl: "het id \"*\" zou iedereen betekenen: het is geen id",
		fr: "l'id \"*\" désignerait tout le monde : ce n'est pas un id",
	},
	{
		en: "the id is %d bytes long: at most %d",
		nl: "het id is %d bytes lang: ten hoogste %d",
		fr: "l'id fait %d octets : %d au plus",
	},
	{
		en: "id %s is not valid UTF-8",
		nl: "id %s is geen geldige UTF-8",
		fr: "l'id %s n'est pas de l'UTF-8 valide",
	},
	{
		en: "id %s has a control character",
		nl: "id %s heeft een stuurteken",
		fr: "l'id %s a un caractère de contrôle",
	},
	{
		en: "id %s ends inside an encoded byte",
		nl: "id %s eindigt midden in een gecodeerde byte",
		fr: "l'id %s finit au milieu d'un octet codé",
	},
	{
		en: "id %s has a bad encoded byte %s",
		nl: "id %s heeft een verkeerd gecodeerde byte %s",
		fr: "l'id %s a un octet mal codé %s",
	},
	{
		en: "there is no rule %q to accept: there are %s",
		nl: "er is geen regel %q om te aanvaarden: wel %s",
		fr: "il n'y a pas de règle %q à accepter : il y a %s",
	},
	{
		en: "an engine would refuse the schema: %w",
		nl: "een engine zou het schema weigeren: %v",
		fr: "un moteur refuserait le schéma : %v",
	},
	{
		en: "the compiler reads whole files",
		nl: "de compiler leest hele bestanden",
		fr: "le compilateur lit des fichiers entiers",
	},
	{
		en: "reading %s: %w",
		nl: "%s lezen: %v",
		fr: "lecture de %s : %v",
	},
	{
		en: "%s:%d: partials are not taken from an institution's file: write definitions",
		nl: "%s:%d: partials worden niet uit het bestand van een instelling genomen: schrijf definities",
		fr: "%s:%d : les partials du fichier d'une institution ne sont pas pris : écrivez des définitions",
	},
	{
		en: "the schema has parts that cannot be written as text",
		nl: "het schema heeft delen die niet als tekst te schrijven zijn",
		fr: "le schéma a des parties qui ne peuvent s'écrire en texte",
	},
	{
		en: "there is more than one document: write one file for each",
		nl: "er is meer dan één document: schrijf een bestand voor elk",
		fr: "il y a plus d'un document : écrivez un fichier pour chacun",
	},
	{
		en: "it has a schema and names a file with one: leave one of schema and schemaFile out",
		nl: "het heeft een schema en noemt een bestand met een schema: laat een van schema en schemaFile weg",
		fr: "il a un schéma et nomme un fichier qui en a un : omettez schema ou schemaFile",
	},
	{
		en: "has no comment: write above it what it means",
		nl: "heeft geen toelichting: schrijf erboven wat het betekent",
		fr: "n'a pas de commentaire : écrivez au-dessus ce que cela veut dire",
	},
	{
		en: "@%s is not known here, or is there twice",
		nl: "@%s is hier niet bekend, of staat er twee keer",
		fr: "@%s n'est pas connu ici, ou y est deux fois",
	},
	{
		en: "@%s stands alone: %q is too much",
		nl: "@%s staat alleen: %q is te veel",
		fr: "@%s est seul : %q est de trop",
	},
	{
		en: "@%s has no value",
		nl: "@%s heeft geen waarde",
		fr: "@%s n'a pas de valeur",
	},
	{
		en: "needs one @%s, and has %d values for it",
		nl: "heeft één @%s nodig, en er zijn %d waarden voor",
		fr: "demande un seul @%s, et il y a %d valeurs pour lui",
	},
	{
		en: "has no @%s: write it in English, Dutch and French, with | between them",
		nl: "heeft geen @%s: schrijf het in het Engels, Nederlands en Frans, met | ertussen",
		fr: "n'a pas de @%s : écrivez-le en anglais, néerlandais et français, séparés par |",
	},
	{
		en: "@%s has %d texts: write it in English, Dutch and French, with | between them",
		nl: "@%s heeft %d teksten: schrijf het in het Engels, Nederlands en Frans, met | ertussen",
		fr: "@%s a %d textes : écrivez-le en anglais, néerlandais et français, séparés par |",
	},
	{
		en: "@%s has no text in %s",
		nl: "@%s heeft geen tekst in %s",
		fr: "@%s n'a pas de texte en %s",
	},
	{
		en: "%s stands for nothing: there are {who}, {what}, {parent} and {role}",
		nl: "%s staat nergens voor: er zijn {who}, {what}, {parent} en {role}",
		fr: "%s ne représente rien : il y a {who}, {what}, {parent} et {role}",
	},
	{
		en: "@row %q: a row's key is a letter and a number, such as C4",
		nl: "@row %q: de sleutel van een rij is een letter en een getal, zoals C4",
		fr: "@row %q : la clé d'une ligne est une lettre et un nombre, comme C4",
	},
	{
		en: "is a @block, which nobody asks for: it has no label, no row, and is not common",
		nl: "is een @block, waar niemand naar vraagt: het heeft geen omschrijving, geen rij, en is niet common",
		fr: "est un @block, que personne ne demande : il n'a ni libellé, ni ligne, et n'est pas common",
	},
	{
		en: "an object that applications make has one relation of @kind origin, and says @created-with; other types have neither, and no @removed-with and @creator",
		nl: "een object dat applicaties maken heeft één relatie met @kind origin en zegt @created-with; andere types hebben geen van beide, en geen @removed-with en @creator",
		fr: "un objet que des applications créent a une relation de @kind origin et dit @created-with ; d'autres types n'ont ni l'une ni l'autre, ni @removed-with et @creator",
	},
	{
		en: "%q is no permission of %s or of what it belongs to that can be asked",
		nl: "%q is geen recht van %s of van waar het bij hoort, waarnaar gevraagd kan worden",
		fr: "%q n'est pas un droit de %s ou de ce à quoi il appartient, qui puisse se demander",
	},
	{
		en: "@created-with %q is asked on what is not there yet",
		nl: "@created-with %q wordt gevraagd over wat er nog niet is",
		fr: "@created-with %q se demande sur ce qui n'existe pas encore",
	},
	{
		en: "@creator %q is no relation that an application writes",
		nl: "@creator %q is geen relatie die een applicatie schrijft",
		fr: "@creator %q n'est pas une relation qu'une application écrit",
	},
	{
		en: "@kind %q is not known",
		nl: "@kind %q is niet bekend",
		fr: "@kind %q n'est pas connu",
	},
	{
		en: "@by %q is not known: it is one of %s",
		nl: "@by %q is niet bekend: het is een van %s",
		fr: "@by %q n'est pas connu : c'est l'un de %s",
	},
	{
		en: "has no @by: say who writes it",
		nl: "heeft geen @by: zeg wie het schrijft",
		fr: "n'a pas de @by : dites qui l'écrit",
	},
	{
		en: "is a %s and written by %s",
		nl: "is een %s en wordt geschreven door %s",
		fr: "est un %s et est écrit par %s",
	},
	{
		en: "is a role in the tenant, which only a source gives, and is written by %s",
		nl: "is een rol in de tenant, die alleen een bron geeft, en wordt geschreven door %s",
		fr: "est un rôle dans le tenant, que seule une source donne, et est écrit par %s",
	},
	{
		en: "is written by %s: an application places the objects whose type has a relation of @kind origin, and no others",
		nl: "wordt geschreven door %s: een applicatie plaatst de objecten waarvan het type een relatie met @kind origin heeft, en geen andere",
		fr: "est écrit par %s : une application place les objets dont le type a une relation de @kind origin, et pas d'autres",
	},
	{
		en: "is written by %s: where both a source and an application write, an application names %s, and only there",
		nl: "wordt geschreven door %s: waar een bron en een applicatie beide schrijven noemt een applicatie %s, en alleen daar",
		fr: "est écrit par %s : là où une source et une application écrivent toutes deux, une application nomme %s, et seulement là",
	},
	{
		en: "@needs %q is no role in the tenant",
		nl: "@needs %q is geen rol in de tenant",
		fr: "@needs %q n'est pas un rôle dans le tenant",
	},
	{
		en: "names the relation %q, which does not exist",
		nl: "noemt de relatie %q, die niet bestaat",
		fr: "nomme la relation %q, qui n'existe pas",
	},
	{
		en: "@under %q is no switch",
		nl: "@under %q is geen schakelaar",
		fr: "@under %q n'est pas un interrupteur",
	},
	{
		en: "@granted-by %q is no permission of %s, of its parent or of an account that can be asked",
		nl: "@granted-by %q is geen recht van %s, van het bovenliggende object of van een account, waarnaar gevraagd kan worden",
		fr: "@granted-by %q n'est pas un droit de %s, de son parent ou d'un compte, qui puisse se demander",
	},
	{
		en: "is labelled %q, and elsewhere %q",
		nl: "heet hier %q, en elders %q",
		fr: "s'appelle ici %q, et ailleurs %q",
	},
	{
		en: "this row is for app admins only: some permission must be needed for anybody",
		nl: "deze rij is alleen voor app-beheerders: er moet een recht zijn dat iedereen nodig kan hebben",
		fr: "cette ligne n'est que pour les administrateurs de l'application : il faut un droit qui serve à tous",
	},
	{
		en: "this row has several permissions, %s, and no label: say on one of them @row %s label, or @row %s and a label",
		nl: "deze rij heeft verschillende rechten, %s, en geen omschrijving: zeg bij een ervan @row %s label, of @row %s en een omschrijving",
		fr: "cette ligne a plusieurs droits, %s, et pas de libellé : dites à l'un d'eux @row %s label, ou @row %s et un libellé",
	},
	{
		en: "gives row %s a label, and it has one",
		nl: "geeft rij %s een omschrijving, en die heeft er al een",
		fr: "donne un libellé à la ligne %s, qui en a déjà un",
	},
	{
		en: "caveat %s is remit's, and would hold at other times: give yours another name",
		nl: "caveat %s is van remit en zou op andere tijden gelden: geef de uwe een andere naam",
		fr: "le caveat %s est à remit, et vaudrait à d'autres moments : donnez un autre nom au vôtre",
	},
	{
		en: "%s is there twice",
		nl: "%s staat er twee keer",
		fr: "%s y est deux fois",
	},
	{
		en: "%s is remit's, and takes what remit's model says: write a relation of another name, and a permission that has both",
		nl: "%s is van remit en neemt wat het model van remit zegt: schrijf een relatie met een andere naam, en een recht dat beide heeft",
		fr: "%s est à remit, et prend ce que dit le modèle de remit : écrivez une relation d'un autre nom, et un droit qui ait les deux",
	},
	{
		en: "%s is remit's, and would mean something else: write a permission of another name, and ask for that",
		nl: "%s is van remit en zou iets anders betekenen: schrijf een recht met een andere naam, en vraag daarnaar",
		fr: "%s est à remit, et voudrait dire autre chose : écrivez un droit d'un autre nom, et demandez celui-là",
	},
	{
		en: "%s is remit's: give yours another name",
		nl: "%s is van remit: geef de uwe een andere naam",
		fr: "%s est à remit : donnez un autre nom au vôtre",
	},
	{
		en: "depends on %s, whose relationships carry a condition, through an arrow: nobody who is answered could look at them",
		nl: "hangt via een pijl af van %s, waarvan de relaties een voorwaarde dragen: wie het antwoord krijgt kan die niet nagaan",
		fr: "dépend par une flèche de %s, dont les relations portent une condition : personne à qui l'on répond ne pourrait les vérifier",
	},
	{
		en: "depends on two relations whose relationships carry a condition, %s and %s: only one is looked at",
		nl: "hangt af van twee relaties waarvan de relaties een voorwaarde dragen, %s en %s: er wordt er maar één nagegaan",
		fr: "dépend de deux relations dont les relations portent une condition, %s et %s : une seule est vérifiée",
	},
	{
		en: "says @effect %s, and the permissions make it %s",
		nl: "zegt @effect %s, en de rechten maken er %s van",
		fr: "dit @effect %s, et les droits en font %s",
	},
}
