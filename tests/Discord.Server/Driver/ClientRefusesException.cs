namespace Nightshift.Discord.Server.Driver;

/// <summary>What a person's own Discord would not let him send: an unknown command, a missing option, a button that is not there.</summary>
public sealed class ClientRefusesException(string message) : Exception(message);
