package model

import "github.com/remit-authz/remit/schema"

// sentences say how a relationship of a kind reads where neither its relation
// nor its type says it in words of their own.
var sentences = map[schema.Kind]schema.Sentence{
	schema.KindSystemRole: {
		Is:    schema.Label{"{who} has the system role {role}", "{who} heeft de systeemrol {role}", "{who} a le rôle système {role}"},
		Gains: schema.Label{"{who} gains the role {role}", "{who} krijgt de systeemrol {role}", "{who} reçoit le rôle système {role}"},
		Loses: schema.Label{"{who} loses the role {role}", "{who} verliest de systeemrol {role}", "{who} perd le rôle système {role}"},
	},
	schema.KindGroup: {
		Is:    schema.Label{"{who} is in the group {role}", "{who} zit in de groep {role}", "{who} est dans le groupe {role}"},
		Gains: schema.Label{"{who} gains the role {role}", "{who} komt in de groep {role}", "{who} entre dans le groupe {role}"},
		Loses: schema.Label{"{who} loses the role {role}", "{who} gaat uit de groep {role}", "{who} quitte le groupe {role}"},
	},
	schema.KindLink: {
		Is:    schema.Label{"{who} is invited to {what} as {role}", "{who} is uitgenodigd bij {what} als {role}", "{who} est invité à {what} comme {role}"},
		Gains: schema.Label{"{who} becomes {role} of {what}", "{who} wordt {role} van {what}", "{who} devient {role} de {what}"},
		Loses: schema.Label{"{who} is no longer {role} of {what}", "{who} is niet langer {role} van {what}", "{who} n'est plus {role} de {what}"},
	},
	schema.KindTenant: {
		Is:    schema.Label{"{what} belongs to {parent}", "{what} hoort bij {parent}", "{what} fait partie de {parent}"},
		Gains: schema.Label{"{what} is new in {parent}", "{what} is nieuw in {parent}", "{what} est nouveau dans {parent}"},
		Loses: schema.Label{"{what} is gone from {parent}", "{what} is weg uit {parent}", "{what} n'est plus dans {parent}"},
	},
	schema.KindParent: {
		Is:    schema.Label{"{what} belongs to {parent}", "{what} hoort bij {parent}", "{what} fait partie de {parent}"},
		Gains: schema.Label{"{what} is placed under {parent}", "{what} komt onder {parent}", "{what} est placé sous {parent}"},
		Loses: schema.Label{"{what} is no longer under {parent}", "{what} valt niet langer onder {parent}", "{what} n'est plus sous {parent}"},
	},
	schema.KindOrigin: {
		Is:    schema.Label{"{what} was made by an application", "{what} is gemaakt door een applicatie", "{what} a été créé par une application"},
		Gains: schema.Label{"{what} is kept by an application", "{what} wordt bijgehouden door een applicatie", "{what} est tenu par une application"},
		Loses: schema.Label{"{what} is no longer kept by an application", "{what} wordt niet langer bijgehouden door een applicatie", "{what} n'est plus tenu par une application"},
	},
	schema.KindLease: {
		Is:    schema.Label{"{what} is being written", "{what} wordt geschreven", "{what} est en cours d'écriture"},
		Gains: schema.Label{"{what} is being written", "{what} wordt geschreven", "{what} est en cours d'écriture"},
		Loses: schema.Label{"{what} is written no more", "{what} wordt niet meer geschreven", "{what} n'est plus en cours d'écriture"},
	},
	schema.KindReview: {
		Is:    schema.Label{"{who} reviewed {what}", "{who} heeft {what} beoordeeld", "{who} a examiné {what}"},
		Gains: schema.Label{"{who} reviewed {what}", "{who} heeft {what} beoordeeld", "{who} a examiné {what}"},
		Loses: schema.Label{"{who}'s review of {what} is cleared away", "de beoordeling van {what} door {who} is opgeruimd", "l'examen de {what} par {who} est effacé"},
	},
}

// over is a sentence with every text that another has in its place.
func over(s, own schema.Sentence) schema.Sentence {
	for _, pair := range []struct{ to, from *schema.Label }{{&s.Is, &own.Is}, {&s.Gains, &own.Gains}, {&s.Loses, &own.Loses}} {
		if *pair.from != (schema.Label{}) {
			*pair.to = *pair.from
		}
	}
	return s
}
