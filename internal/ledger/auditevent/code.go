package auditevent

import "github.com/samply/golang-fhir-models/fhir-models/fhir"

// The code systems that FHIR R4 and BALP name for an AuditEvent. The codes of DICOM are those
// of PS3.16, CID 400 (types of events), 401 and 403 (subtypes, to 110138) and 402 (roles of
// agents); those of BALP are in AuthZ.fsh, and what PatientRead wants in PatientRead.fsh, of
// https://github.com/IHE/ITI.BasicAudit.
const (
	dicom     = "http://dicom.nema.org/resources/ontology/DCM"
	eventType = "http://terminology.hl7.org/CodeSystem/audit-event-type"
	restful   = "http://hl7.org/fhir/restful-interaction"
	lifecycle = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
	balp      = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType"
	reason    = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	takesPart = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
	kindOf    = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
	roleOf    = "http://terminology.hl7.org/CodeSystem/object-role"
	sourceOf  = "http://terminology.hl7.org/CodeSystem/security-source-type"
)

// Types and subtypes of events.
var (
	rest          = code(eventType, "rest", "RESTful Operation")
	securityAlert = code(dicom, "110113", "Security Alert")
	verify        = code(lifecycle, "verify", "Verify Record Lifecycle Event")
	destroy       = code(lifecycle, "destroy", "Destroy/Delete Record Lifecycle Event")

	readInteraction   = code(restful, "read", "read")
	searchInteraction = code(restful, "search-type", "search-type")
	authorized        = code(balp, "AuthZ-Role", "Authorization Decision using only Roles")

	overrideStarted  = code(dicom, "110127", "Emergency Override Started")
	configured       = code(dicom, "110129", "Security Configuration")
	restrictedUse    = code(dicom, "110132", "Use of Restricted Function")
	recordingStopped = code(dicom, "110133", "Audit Recording Stopped")
	recordingStarted = code(dicom, "110134", "Audit Recording Started")
	objectChanged    = code(dicom, "110135", "Object Security Attributes Changed")
	rolesChanged     = code(dicom, "110136", "Security Roles Changed")
	userChanged      = code(dicom, "110137", "User Security Attributes Changed")
	overrideStopped  = code(dicom, "110138", "Emergency Override Stopped")

	breakTheGlass = code(reason, "BTG", "break the glass")
)

// Types of agents, and of what keeps a record.
var (
	applicationRole = code(dicom, "110150", "Application")
	destination     = code(dicom, "110152", "Destination Role ID")
	source          = code(dicom, "110153", "Source Role ID")
	author          = code(takesPart, "AUT", "author (originator)")
	recipient       = code(takesPart, "IRCP", "information recipient")
	securityServer  = code(sourceOf, "6", "Security Server")
)

// Types and roles of entities.
var (
	person      = code(kindOf, "1", "Person")
	system      = code(kindOf, "2", "System Object")
	otherEntity = code(kindOf, "4", "Other")

	patient          = pointer(code(roleOf, "1", "Patient"))
	domainResource   = pointer(code(roleOf, "4", "Domain Resource"))
	securityUser     = pointer(code(roleOf, "11", "Security User Entity"))
	securityResource = pointer(code(roleOf, "13", "Security Resource"))
	granularity      = pointer(code(roleOf, "14", "Security Granularity Definition"))
	searched         = pointer(code(roleOf, "24", "Query"))
)

func code(system, value, display string) fhir.Coding {
	return fhir.Coding{System: &system, Code: &value, Display: &display}
}
