package source

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/remit-authz/remit/schema"
)

// synonyms are the words beside the model's own labels, in English, Dutch and
// French, by field and meaning. A word that could mean two things is in none.
func synonyms() map[string]map[string][]string {
	return map[string]map[string][]string{
		"status": {
			string(Active):   {"actief", "actif"},
			string(Inactive): {"inactief", "inactif", "niet actief", "uit dienst", "geblokkeerd", "bloqué"},
			string(Invited):  {"uitgenodigd", "invité"},
		},
		"emergency": {
			"on":  {"aan", "ingeschakeld", "activé", "activée"},
			"off": {"uit", "uitgeschakeld", "désactivé", "désactivée"},
		},
		"roles": {
			string(schema.RolePractitioner): {"behandelaar", "therapeut", "thérapeute"},
			string(schema.RoleSecretary):    {"secretariaat", "secrétariat"},
		},
		"role": {
			string(schema.RolePractitioner): {"behandelaar", "therapeut", "thérapeute"},
		},
	}
}

// vocabulary is what words mean, by how they are folded; blank for a word of two
// meanings.
type vocabulary map[string]string

// meaning is what a word means, or else the word.
func (v vocabulary) meaning(written string) string {
	if meant := v[folded(written)]; meant != "" {
		return meant
	}
	return written
}

func (v vocabulary) add(word, meant string) {
	word = folded(word)
	if other, there := v[word]; there && other != meant {
		meant = ""
	}
	v[word] = meant
}

// folded is a word without what people do not mean by it: capitals, hyphens, how an
// accent is put together.
func folded(word string) string {
	word = strings.NewReplacer("-", " ", "_", " ", "’", "'").Replace(strings.ToLower(norm.NFC.String(word)))
	return strings.Join(strings.Fields(word), " ")
}

// words are the words of a field; those of a role are by the type on which it is
// had.
func words(field string, typ schema.Type) vocabulary {
	return vocabularies()[[2]string{field, string(typ)}]
}

// vocabularies are all words, by field and type: the model's labels and names, and
// the synonyms.
var vocabularies = sync.OnceValue(func() map[[2]string]vocabulary {
	all := map[[2]string]vocabulary{}
	of := func(field string, typ schema.Type, names []string, label func(string) schema.Label) {
		v := vocabulary{}
		for _, name := range names {
			v.add(name, name)
			for _, language := range []schema.Language{schema.English, schema.Dutch, schema.French} {
				if text := label(name).In(language); text != "" {
					v.add(text, name)
				}
			}
			for _, word := range synonyms()[field][name] {
				v.add(word, name)
			}
		}
		all[[2]string{field, string(typ)}] = v
	}
	none := func(string) schema.Label { return schema.Label{} }
	of("status", "", []string{string(Active), string(Inactive), string(Invited)}, none)
	of("emergency", "", []string{"on", "off"}, none)
	roles := func(field string, typ schema.Type, roles []schema.Role) {
		of(field, typ, strings.Split(roleNames(roles), ", "), func(name string) schema.Label {
			return schema.Relation(string(typ) + "#" + name).Facts().Label
		})
	}
	roles("roles", schema.TypeTenant, schema.TenantRoles())
	for _, typ := range slices.Sorted(slices.Values(linkTypes())) {
		roles("role", typ, schema.LinkRoles(typ))
	}
	return all
})
