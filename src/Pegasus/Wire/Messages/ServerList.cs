using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary>A list of servers that comes as addresses and, from the generation with host names, as names beside them in the same order.</summary>
internal readonly record struct ServerList(ImmutableArray<WireAddress> Addresses, ImmutableArray<string?> Names)
{
    public ServerList WithAddresses(in Fields fields) =>
        this with { Addresses = fields.List(ThriftType.Struct, OwnTypes.AddressBytes, OwnTypes.Address) };

    public ServerList WithNames(in Fields fields, ServerBook servers) =>
        this with { Names = fields.List(ThriftType.Struct, OwnTypes.MinHostPortBytes, r => OwnTypes.HostPort(r, servers)) };

    public ImmutableArray<Server> Servers(ServerBook book)
    {
        if (!Names.IsDefaultOrEmpty && Names.Length != Addresses.Length)
            throw new WireFormatException($"{Names.Length} host names come beside {Addresses.Length} addresses.");
        if (Addresses.IsDefaultOrEmpty)
            return [];
        var servers = ImmutableArray.CreateBuilder<Server>(Addresses.Length);
        for (var i = 0; i < Addresses.Length; i++)
            servers.Add(book.Required(Addresses[i], Names.IsDefaultOrEmpty ? null : Names[i], "partition_configuration"));
        return servers.MoveToImmutable();
    }
}
