package io.sealane.standin.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The packets of one connection. A reader thread of its own takes packets off the socket, so that a break marker or a
 * dead client is noticed while the session thread is busy in the database.
 *
 * <pre>
 *   socket --reader thread--> queue --session thread--> {@link WireReader}
 *                  `--break marker or end of stream--> {@link Interruption}
 * </pre>
 */
public final class PacketStream implements DataPackets, AutoCloseable {
    private static final int QUEUE_PACKETS = 1024;
    private static final int INTERRUPT_MARKER = 1;
    private static final int RESET_MARKER = 2;
    private static final int END_OF_FILE = 0x40;
    private static final int DATA_FLAGS_BYTES = 2;
    private static final int LARGEST_PACKET = 1 << 16;

    private final Socket socket;
    private final DataInputStream input;
    private final OutputStream output;
    private static final long RESET_LIMIT_SECONDS = 1;

    private final BlockingQueue<Packet> queue = new ArrayBlockingQueue<>(QUEUE_PACKETS);
    private final Interruption interruption;
    private int sessionDataUnit = 8192;
    /** CONNECT and its answers have a length of two bytes and two zero bytes, all later packets one of four bytes. */
    private volatile boolean accepted;

    public PacketStream(Socket socket, Interruption interruption) throws IOException {
        this.socket = socket;
        this.interruption = interruption;
        socket.setTcpNoDelay(true);
        input = new DataInputStream(socket.getInputStream());
        output = socket.getOutputStream();
    }

    /** Starts the reader thread; it ends with the connection. */
    public void start(String threadName) {
        Thread reader = new Thread(this::readPackets, threadName);
        reader.setDaemon(true);
        reader.start();
    }

    private void readPackets() {
        try {
            while (true) {
                Packet packet = readPacket();
                if (packet.type() == Packet.MARKER && !packet.isReset()) {
                    interruption.requestBreak();
                }
                queue.put(packet);
            }
        } catch (IOException e) {
            endOfStream();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endOfStream();
        }
    }

    private void endOfStream() {
        interruption.clientGone();
        // A full queue cannot hold the end: the session thread then meets the closed socket when it answers.
        if (!queue.offer(new Packet(Packet.END, new byte[0]))) {
            close();
        }
    }

    private Packet readPacket() throws IOException {
        int first = input.readInt();
        int length = accepted ? first : first >>> Short.SIZE;
        int type = input.readUnsignedByte();
        input.readUnsignedByte();
        input.readUnsignedShort();
        if (length < Packet.HEADER_BYTES || length > LARGEST_PACKET) {
            throw new EOFException("Invalid packet length: " + length);
        }
        byte[] body = new byte[length - Packet.HEADER_BYTES];
        input.readFully(body);
        return new Packet(type, body);
    }

    Packet take() throws IOException {
        try {
            Packet packet = queue.take();
            if (packet.type() == Packet.END) {
                throw new EOFException("The client closed the connection");
            }
            return packet;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EOFException("The session was interrupted");
        }
    }

    @Override
    public byte[] takeData() throws IOException {
        while (true) {
            Packet packet = take();
            if (packet.type() == Packet.MARKER && !packet.isReset()) {
                throw new BreakReceivedException();
            }
            if (packet.type() == Packet.DATA && packet.body().length > DATA_FLAGS_BYTES) {
                return packet.body();
            }
            if (packet.type() == Packet.DATA && packet.body().length == DATA_FLAGS_BYTES) {
                if ((packet.body()[1] & END_OF_FILE) != 0) {
                    throw new EOFException("The client said good-bye");
                }
            }
        }
    }

    /**
     * Tells the client that its break was seen, and waits until both sides have agreed to start afresh. The driver was
     * seen once, on a busy machine, to wait for our reset while we waited for its own; so ours follows
     * after a second in any case, and a reset that comes late is passed over.
     */
    public void answerBreak() throws IOException {
        send(Packet.MARKER, new byte[] {1, 0, INTERRUPT_MARKER});
        try {
            Packet packet = queue.poll(RESET_LIMIT_SECONDS, TimeUnit.SECONDS);
            while (packet != null && !packet.isReset()) {
                if (packet.type() == Packet.END) {
                    throw new EOFException("The client closed the connection");
                }
                packet = queue.poll(RESET_LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EOFException("The session was interrupted");
        }
        send(Packet.MARKER, new byte[] {1, 0, RESET_MARKER});
    }

    /** Sends ACCEPT. What the client sends in answer has the new form of length, so it is agreed before. */
    void accept(byte[] body, int dataUnit) throws IOException {
        byte[] packet = packet(Packet.ACCEPT, body);
        accepted = true;
        sessionDataUnit = dataUnit;
        output.write(packet);
        output.flush();
    }

    /** Cuts the message into DATA packets of the agreed size and sends them. */
    void sendData(byte[] message, int length) throws IOException {
        int largest = sessionDataUnit - Packet.HEADER_BYTES - DATA_FLAGS_BYTES;
        byte[] packets = new byte[length + (length / largest + 1) * (Packet.HEADER_BYTES + DATA_FLAGS_BYTES)];
        int written = 0;
        for (int from = 0; from < length; from += largest) {
            int payload = Math.min(largest, length - from);
            writeHeader(packets, written, Packet.DATA, payload + DATA_FLAGS_BYTES);
            written += Packet.HEADER_BYTES + DATA_FLAGS_BYTES;
            System.arraycopy(message, from, packets, written, payload);
            written += payload;
        }
        output.write(packets, 0, written);
        output.flush();
    }

    void send(int type, byte[] body) throws IOException {
        output.write(packet(type, body));
        output.flush();
    }

    private byte[] packet(int type, byte[] body) {
        byte[] packet = new byte[Packet.HEADER_BYTES + body.length];
        writeHeader(packet, 0, type, body.length);
        System.arraycopy(body, 0, packet, Packet.HEADER_BYTES, body.length);
        return packet;
    }

    private void writeHeader(byte[] target, int at, int type, int bodyLength) {
        int length = Packet.HEADER_BYTES + bodyLength;
        ByteBuffer.wrap(target)
                .putInt(at, accepted ? length : length << Short.SIZE)
                .put(at + 4, (byte) type);
    }

    /** Ends the connection at once, as a pulled cable would. Safe from any thread. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is already gone.
        }
    }
}
