namespace Nightshift.Discord.Server.Interactions;

/// <summary>The types of command options, by Discord's numbers.</summary>
public enum OptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}
