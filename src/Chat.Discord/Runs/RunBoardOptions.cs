namespace Nightshift.Chat.Discord.Runs;

/// <param name="Guild">For links between messages.</param>
/// <param name="Language">Of the channel: <c>en</c>, <c>zh-CN</c>.</param>
internal sealed record RunBoardOptions(Snowflake Guild, string Language)
{
    /// <summary>Discord lets a message be edited freely for an hour only (30046): after this time the run goes on in a new one.</summary>
    public TimeSpan RollAfter { get; init; } = TimeSpan.FromMinutes(45);
}
