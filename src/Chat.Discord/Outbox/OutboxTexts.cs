namespace Nightshift.Chat.Discord.Outbox;

/// <summary>What the outbox says of its own accord, in the languages that a channel may have.</summary>
internal sealed class OutboxTexts(string? language)
{
    private readonly bool _isChinese = language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="code">Discord's.</param>
    public string NotShown(string title, int code) => _isChinese
        ? $"**{title}**：Discord 拒绝了这条消息的完整内容（代码 {code}）。请在网页或命令行查看。"
        : $"**{title}**: Discord refused the message with all that is to be in it (code {code}). The page and the command line show it.";

    /// <param name="names">Of the files.</param>
    public string NotAttached(string names) => _isChinese
        ? $"无法附加文件 {names}：Discord 不允许机器人在此附加该文件（缺少“附加文件”权限，或文件过大）。请在网页或命令行查看。"
        : $"The file {names} is not attached: Discord does not let the bot attach it here (the permission Attach Files is missing, or it is too large). The page and the command line show it.";
}
