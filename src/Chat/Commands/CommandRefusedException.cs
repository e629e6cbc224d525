namespace Nightshift.Chat.Commands;

/// <summary>The command is wrong, or not for this person; the message is the answer, seen by them alone.</summary>
public class CommandRefusedException(string message) : Exception(message);
