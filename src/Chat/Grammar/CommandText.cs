namespace Nightshift.Chat.Grammar;

/// <summary>One command as typed, cut into words. <see cref="Text"/> is what the record keeps.</summary>
/// <param name="Tokens">Without the leading slash; quotes and escapes resolved.</param>
public sealed record CommandText(string Text, IReadOnlyList<string> Tokens);
