using System.Text.Json.Serialization;

namespace Nightshift.Onebox.Faults;

[JsonSerializable(typeof(Fault[]))]
internal sealed partial class FaultJson : JsonSerializerContext;
