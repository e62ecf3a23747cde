package catalogue

// compilerTexts are about what SpiceDB's compiler finds wrong with a schema.
var compilerTexts = []text{
	{"the end", "het einde", "la fin"},
	{"what is no part of a schema", "wat niet in een schema hoort", "ce qui n'a pas sa place dans un schéma"},
	{"a word of the language", "een woord van de schemataal", "un mot du langage"},
	{"a name", "een naam", "un nom"},
	{"the end of the line", "het einde van de regel", "la fin de la ligne"},
	{"a name has 3 to 64 of a-z, 0-9 and _, the first a letter and the last no _", "een naam heeft 3 tot 64 tekens uit a-z, 0-9 en _, met een letter vooraan en geen _ achteraan", "un nom a de 3 à 64 caractères parmi a-z, 0-9 et _, une lettre en tête et pas de _ à la fin"},
	{"a permission needs an expression behind its =", "een recht heeft een uitdrukking nodig achter de =", "un droit veut une expression après son ="},
	{"a definition or a caveat begins here, and not %s", "hier begint een definition of een caveat, en niet %s", "ici commence une définition (definition) ou un caveat, et non %s"},
	{"the definition goes on with %s", "de definitie gaat verder met %s", "la définition continue par %s"},
	{"an expression goes on here, and not %s", "hier gaat een uitdrukking verder, en niet %s", "ici continue une expression, et non %s"},
	{"here belongs %s, and not %s", "hier hoort %s, en niet %s", "il faut ici %s, et non %s"},
	{"SpiceDB says: %s", "SpiceDB zegt (in het Engels): %s", "SpiceDB dit (en anglais) : %s"},
}

// kindTexts are what people call the rows of a source, by kind.
var kindTexts = []text{
	{"tenants", "tenants", "tenants"},
	{"organizations", "organisaties", "organisations"},
	{"engagements", "opdrachten", "missions"},
	{"analyses", "analyses", "analyses"},
	{"connections", "koppelingen met gegevensbronnen", "connexions"},
	{"libraries", "bibliotheken", "bibliothèques"},
	{"clients", "cliënten", "clients"},
}

// keyTexts are about making keys.
var keyTexts = []text{
	{"--quiet would hide the key, which is shown only once: leave it out", "--quiet zou de sleutel verbergen, die maar één keer getoond wordt: laat het weg", "--quiet cacherait la clé, qui n'est montrée qu'une fois : omettez-le"},
}

// backupTexts are about backups.
var backupTexts = []text{
	{"store %s was not made, use another backup: %w", "opslag %s is niet gemaakt, neem een andere reservekopie: %v", "le dépôt %s n'a pas été fait, prenez une autre sauvegarde : %v"},
	{"store %s: the backup cannot be read: %w", "opslag %s: de reservekopie is niet te lezen: %v", "dépôt %s : la sauvegarde ne peut être lue : %v"},
	{"store %s: the backup is not complete, do not keep it: %w", "opslag %s: de reservekopie is niet volledig, bewaar haar niet: %v", "dépôt %s : la sauvegarde n'est pas complète, ne la gardez pas : %v"},
	{"the backup is not good: %w", "de reservekopie is niet goed: %v", "la sauvegarde n'est pas bonne : %v"},
	{"this is not a store of this program (%s)", "dit is geen opslag van dit programma (%s)", "ce n'est pas un dépôt de ce programme (%s)"},
	{"a bbolt file of another program", "een bbolt-bestand van een ander programma", "un fichier bbolt d'un autre programme"},
	{"no version wrote its format %d", "geen versie schreef indeling %d", "aucune version n'a écrit le format %d"},
	{"%w (its format is %d, this one reads up to %d)", "%v (de indeling is %d, deze leest tot en met %d)", "%v (son format est %d, celle-ci lit jusqu'au %d)"},
	{"not a file", "geen bestand", "pas un fichier"},
	{"it is cut off: %d of %d bytes", "het is afgekapt: %d van %d bytes", "il est coupé : %d octets sur %d"},
	{"the backup is empty", "de reservekopie is leeg", "la sauvegarde est vide"},
}

// verifyTexts are about what is not as it was signed.
var verifyTexts = []text{
	{"public: it is not the key %s", "public: dit is niet de sleutel %s", "public : ce n'est pas la clé %s"},
	{"covered: the key %s did not sign it: it was changed, or another key signed it", "covered: niet ondertekend met de sleutel %s: het is veranderd, of een andere sleutel ondertekende het", "covered : pas signé par la clé %s : cela a été changé, ou une autre clé l'a signé"},
	{"kept checkpoint %d: %w", "bewaard controlepunt %d: %v", "point de contrôle gardé %d : %v"},
	{"kept checkpoint %d is of %d records, and the log has %d: its end was cut off", "bewaard controlepunt %d omvat %d regels, en het register heeft er %d: het einde is eraf", "le point de contrôle gardé %d porte sur %d entrées, et le registre en a %d : sa fin a été coupée"},
	{"%s is no part of a record: take it away", "%s hoort niet bij een register: haal het weg", "%s ne fait pas partie d'un registre : retirez-le"},
	{"%s begins with record %d, and %d come before it: records are missing, or are there twice", "%s begint met regel %d, en er gaan er %d aan vooraf: er ontbreken regels, of er staan er dubbel", "%s commence par l'entrée %d, et %d la précèdent : des entrées manquent, ou y sont deux fois"},
	{"it is no part of a record: take it away", "dit hoort niet bij een register: haal het weg", "cela ne fait pas partie d'un registre : retirez-le"},
	{"a hash is cut off: %w", "een hash is afgekapt: %v", "une empreinte est tronquée : %v"},
	{"records after the checkpoint are said to have been pruned", "er staat dat regels na het controlepunt zijn opgeruimd", "il est dit que des entrées après le point de contrôle ont été élaguées"},
	{"the first %d records are not those of the checkpoint that was kept: something before there was changed, taken out or moved", "de eerste %d regels zijn niet die van het bewaarde controlepunt: daarvoor is iets veranderd, weggehaald of verplaatst", "les %d premières entrées ne sont pas celles du point de contrôle gardé : quelque chose avant a été changé, retiré ou déplacé"},
	{"the checkpoint is of %d records, and %d are there: the end was cut off", "het controlepunt omvat %d regels, en er zijn er %d: het einde is eraf", "le point de contrôle porte sur %d entrées, et il y en a %d : la fin a été coupée"},
	{"the %d records are not those of the checkpoint: something was changed, taken out or moved", "de %d regels zijn niet die van het controlepunt: er is iets veranderd, weggehaald of verplaatst", "les %d entrées ne sont pas celles du point de contrôle : quelque chose a été changé, retiré ou déplacé"},
	{"the first %d records are there by their hashes only, and no record says that they were pruned", "van de eerste %d regels zijn er alleen hashes, en geen regel zegt dat ze zijn opgeruimd", "des %d premières entrées il n'y a que les empreintes, et aucune entrée ne dit qu'elles ont été élaguées"},
	{"public key: it is not NAME+HASH+KEY, as the file \"public\" of a record is", "openbare sleutel: het is niet NAAM+HASH+SLEUTEL, zoals het bestand \"public\" van een register", "clé publique : ce n'est pas NOM+EMPREINTE+CLÉ, comme le fichier \"public\" d'un registre"},
	{"public key %s is not one of Ed25519", "openbare sleutel %s is er geen van Ed25519", "la clé publique %s n'en est pas une d'Ed25519"},
	{"public key %s is damaged: its hash is another", "openbare sleutel %s is beschadigd: de hash is een andere", "la clé publique %s est endommagée : son empreinte est autre"},
	{"checkpoint: it has no signature", "controlepunt: het heeft geen handtekening", "point de contrôle : il n'a pas de signature"},
	{"checkpoint: the key %s did not sign it: it was changed, or another key signed it", "controlepunt: niet ondertekend met de sleutel %s: het is veranderd, of een andere sleutel ondertekende het", "point de contrôle : pas signé par la clé %s : il a été changé, ou une autre clé l'a signé"},
	{"checkpoint: it is not one of the record %s", "controlepunt: het is er geen van het register %s", "point de contrôle : il n'est pas du registre %s"},
	{"checkpoint: size %q", "controlepunt: het aantal regels is %q", "point de contrôle : le nombre d'entrées est %q"},
	{"checkpoint: root %q", "controlepunt: de hash is %q", "point de contrôle : l'empreinte est %q"},
	{"proof is not JSON: %w", "het bewijs is geen JSON: %v", "la preuve n'est pas du JSON : %v"},
	{"proof has the hash %q", "het bewijs heeft de hash %q", "la preuve a l'empreinte %q"},
	{"proof does not lead from its record to its checkpoint: one of them was changed", "het bewijs leidt niet van de regel naar het controlepunt: een van beide is veranderd", "la preuve ne mène pas de son entrée à son point de contrôle : l'une ou l'autre a été changée"},
	{"%s, the state that record %d is about, is not there", "%s, de toestand waar regel %d over gaat, is er niet", "%s, l'état dont parle l'entrée %d, n'est pas là"},
	{"%s, the state that record %d is about, cannot be read: %w", "%s, de toestand waar regel %d over gaat, is niet te lezen: %v", "%s, l'état dont parle l'entrée %d, ne peut être lu : %v"},
	{"%s is not the state that record %d is about: it was changed or replaced", "%s is niet de toestand waar regel %d over gaat: die is veranderd of vervangen", "%s n'est pas l'état dont parle l'entrée %d : il a été changé ou remplacé"},
}
