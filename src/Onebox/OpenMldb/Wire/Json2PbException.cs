namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>A body that json2pb cannot make a message of. The message is upstream's text after the type's name.</summary>
internal sealed class Json2PbException(string message, Exception? inner = null) : Exception(message, inner);
