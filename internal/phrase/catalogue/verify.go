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
	{"%s is defined twice", "%s is twee keer gedefinieerd", "%s est défini deux fois"},
	{"%s has %s twice", "%s heeft %s twee keer", "%s a %s deux fois"},
	{"\"use %s\" does not exist: there are %s", "\"use %s\" bestaat niet: wel %s", "\"use %s\" n'existe pas : il y a %s"},
	{"caveat %s has no parameter %s", "caveat %s heeft geen parameter %s", "le caveat %s n'a pas de paramètre %s"},
	{"caveat %s must come to true or false, and comes to %s", "caveat %s moet true of false opleveren, en levert %s op", "le caveat %s doit donner true ou false, et donne %s"},
	{"parameter %s of caveat %s has the type %s, which does not exist", "parameter %s van caveat %s heeft het type %s, dat niet bestaat", "le paramètre %s du caveat %s a le type %s, qui n'existe pas"},
	{"here begins what has no end, or is no part of a schema", "hier begint iets zonder einde, of wat niet in een schema hoort", "ici commence ce qui n'a pas de fin, ou n'a pas sa place dans un schéma"},
	{"schema, line %d: %s#%s: %w", "schema, regel %d: %s#%s: %v", "schéma, ligne %d : %s#%s : %v"},
	{"schema: caveat %s: %w", "schema: caveat %s: %v", "schéma : caveat %s : %v"},
	{"schema: caveat %s does not use its parameter %s", "schema: caveat %s gebruikt zijn parameter %s niet", "schéma : le caveat %s n'utilise pas son paramètre %s"},
	{"schema: caveat %s: parameter %s cannot be taken away or get another type", "schema: caveat %s: parameter %s kan niet weg of een ander type krijgen", "schéma : caveat %s : le paramètre %s ne peut être retiré ni changer de type"},
	{"the name is there twice", "de naam staat er twee keer", "le nom y est deux fois"},
	{"type %s does not exist", "type %s bestaat niet", "le type %s n'existe pas"},
	{"a kind of %s is there twice", "een soort %s staat er twee keer", "une sorte de %s y est deux fois"},
	{"caveat %s does not exist", "caveat %s bestaat niet", "le caveat %s n'existe pas"},
	{"%s#%s does not exist", "%s#%s bestaat niet", "%s#%s n'existe pas"},
	{"%s#%s may be a wildcard, which no relation may take", "%s#%s kan een jokerteken zijn, en dat mag geen relatie aannemen", "%s#%s peut être un joker, qu'aucune relation ne peut admettre"},
	{"it is another name for itself", "het is een andere naam voor zichzelf", "c'est un autre nom de lui-même"},
	{"%s#%s is a permission, which no arrow may follow", "%s#%s is een recht, en dat mag geen pijl volgen", "%s#%s est un droit, qu'aucune flèche ne peut suivre"},
	{"%s#%s may be a wildcard, which no arrow may follow", "%s#%s kan een jokerteken zijn, en dat mag geen pijl volgen", "%s#%s peut être un joker, qu'aucune flèche ne peut suivre"},
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
