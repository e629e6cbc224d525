namespace Nightshift.Hosts;

/// <summary>Configuration that cannot work is refused at the start, with every fault named.</summary>
internal static class HostsOptionsRules
{
    internal static HostsOptions Check(HostsOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? options : throw new ArgumentException(string.Join("; ", faults), nameof(options));
    }

    private static IEnumerable<string> Faults(HostsOptions options)
    {
        foreach (var (name, span) in (IEnumerable<(string, TimeSpan)>)
            [
                (nameof(options.ConnectTimeout), options.ConnectTimeout), (nameof(options.AliveInterval), options.AliveInterval),
                (nameof(options.IdleConnection), options.IdleConnection), (nameof(options.EnquiryTimeout), options.EnquiryTimeout),
                (nameof(options.TransferTimeout), options.TransferTimeout),
            ])
        {
            if (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromDays(1))
                yield return $"{name} must be between a second and a day";
        }

        if (options.AliveCount < 1)
            yield return $"{nameof(options.AliveCount)} must be at least 1";
        if (options.DetachedRetention < TimeSpan.FromDays(1))
            yield return $"{nameof(options.DetachedRetention)} must be at least a day";
        if (options.DetachedTail is < 0 or > 64 * 1024 * 1024)
            yield return $"{nameof(options.DetachedTail)} must be between 0 and 64 MiB";
        if (options.DetachedRoot.Length == 0 || options.DetachedRoot.Any(c => char.IsControl(c)))
            yield return $"{nameof(options.DetachedRoot)} must be a path";
        if (options.KnownHostsFile?.Any(c => c is '"' or '\n' or '%' or '$') ?? false)
            yield return $"{nameof(options.KnownHostsFile)} holds a character that ssh_config(5) gives a meaning";
    }
}
