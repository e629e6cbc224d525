namespace Nightshift.Discord.Server.Model;

/// <summary>Archives a thread in which nothing was written for its time, at the next look at it.</summary>
internal static class ThreadClock
{
    public static void Refresh(World world, Channel thread)
    {
        if (!thread.IsThread || thread.Archived) return;
        var last = thread.Messages.Count > 0 ? thread.Messages[^1].Sent : thread.Id.Time;
        var quietSince = last > thread.ArchiveChanged ? last : thread.ArchiveChanged;
        if (world.Now - quietSince > TimeSpan.FromMinutes(thread.AutoArchiveMinutes)) new MessageBoard(world).SetArchived(thread, true);
    }
}
